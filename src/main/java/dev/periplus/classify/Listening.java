package dev.periplus.classify;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The detectors that still listen to a flow, or to one side of it alone, and their states. */
final class Listening {
    /** Bits of the detectors that want more. */
    long live;

    private static final Object[] NONE = {};

    /** Bits of the detectors that keep a state, and the states in that order. */
    private long kept;

    private Object[] states = NONE;

    /** The only side that they hear; -1 for both. */
    final int side;

    Listening(long live, int side) {
        this.live = live;
        this.side = side;
    }

    @Nullable
    Object state(int detector) {
        return (kept & 1L << detector) == 0 ? null : states[place(detector)];
    }

    void state(int detector, Object state) {
        int place = place(detector);
        if ((kept & 1L << detector) == 0) {
            Object[] more = Arrays.copyOf(states, states.length + 1);
            System.arraycopy(states, place, more, place + 1, states.length - place);
            states = more;
            kept |= 1L << detector;
        }
        states[place] = state;
    }

    private int place(int detector) {
        return Long.bitCount(kept & (1L << detector) - 1);
    }
}
