package dev.periplus.answer;

import org.jspecify.annotations.Nullable;

/** The application of flows that are shown together, if those that show one agree. */
public final class CommonApplication {
    private @Nullable String application;
    private boolean several;

    public void add(FlowRecord record) {
        add(record.application());
    }

    public void add(CommonApplication others) {
        add(others.application);
        several |= others.several;
    }

    private void add(@Nullable String other) {
        several |= application != null && other != null && !application.equals(other);
        application = application == null ? other : application;
    }

    /** The application, or null if no flow shows one or they differ. */
    public @Nullable String id() {
        return several ? null : application;
    }
}
