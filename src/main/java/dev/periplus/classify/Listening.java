package dev.periplus.classify;

import org.jspecify.annotations.Nullable;

/** The detectors that still listen to a flow, or to one side of it alone, and their states. */
final class Listening {
    /** Bits of the detectors that want more. */
    long live;

    private @Nullable Object @Nullable [] states;

    /** The only side that they hear; -1 for both. */
    final int side;

    Listening(long live, int side) {
        this.live = live;
        this.side = side;
    }

    @Nullable
    Object state(int detector) {
        @Nullable Object[] known = states;
        return known == null ? null : known[detector];
    }

    void state(int detector, int detectors, Object state) {
        @Nullable Object[] known = states;
        if (known == null) {
            known = new Object[detectors];
            states = known;
        }
        known[detector] = state;
    }
}
