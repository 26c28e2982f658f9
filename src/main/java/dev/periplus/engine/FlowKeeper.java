package dev.periplus.engine;

import dev.periplus.classify.Announcement;
import dev.periplus.classify.KeptFlows;
import dev.periplus.flow.Flow;
import dev.periplus.ring.Outlet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes ended flows to a file and hands them on. Throws {@link UncheckedIOException} if it cannot write. */
final class FlowKeeper implements Outlet {
    private final Outlet next;
    private KeptFlows.@Nullable Writer writer;

    FlowKeeper(Outlet next) {
        this.next = next;
    }

    private interface Step {
        void into(KeptFlows.Writer writer) throws IOException;
    }

    /** Starts a new file for the flows that follow. Must not be called while flows are being handed on. */
    void begin(Path file) throws IOException {
        writer = new KeptFlows.Writer(file);
    }

    /** Completes the file. */
    void end() {
        write(KeptFlows.Writer::close);
        writer = null;
    }

    @Override
    public void over(List<Flow> flows, List<Announcement> announced) {
        write(into -> {
            for (Announcement announcement : announced) {
                into.announcement(announcement);
            }
            for (Flow flow : flows) {
                into.flow(flow);
            }
        });
        next.over(flows, announced);
    }

    @Override
    public void upTo(long clock) {
        write(into -> into.clock(clock));
        next.upTo(clock);
    }

    @Override
    public void last() {
        next.last();
    }

    private void write(Step step) {
        KeptFlows.Writer into = writer;
        if (into == null) {
            throw new IllegalStateException("begin was not called");
        }
        try {
            step.into(into);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
