package dev.periplus.capture;

import java.io.Serializable;

/**
 * How wrong the clock of a sensor was: it was ahead by {@code ahead} at the time {@code at}, and by {@code drift} more
 * for each nanosecond after it.
 *
 * @param at nanoseconds since the epoch, by this clock
 * @param ahead nanoseconds, negative if it was behind
 * @param drift nanoseconds per nanosecond
 */
public record Clock(long at, long ahead, double drift) implements Serializable {
    /** A clock that was right, as far as anyone knows. */
    public static final Clock RIGHT = new Clock(0, 0, 0);

    /** Returns what the right clock showed when this one showed {@code time}. */
    public long corrected(long time) {
        return equals(RIGHT) ? time : time - ahead - (long) (drift * (time - at));
    }
}
