package dev.periplus.spark;

import dev.periplus.capture.Clock;
import java.io.Serializable;

/**
 * The times of the packets of a split, nanoseconds since the epoch; {@link Split#NEVER} where there are none.
 *
 * @param earliest of all; {@link Long#MAX_VALUE} if there are none
 * @param latest of all
 * @param latestButLast of all but the last packet
 * @param last of the last packet
 * @param lag how far a packet is behind the latest before it in the split, at most
 */
record SplitTimes(long earliest, long latest, long latestButLast, long last, long lag) implements Serializable {
    static final SplitTimes NONE = new SplitTimes(Long.MAX_VALUE, Split.NEVER, Split.NEVER, Split.NEVER, 0);

    /** The times by the right clock. */
    SplitTimes by(Clock sensor) {
        return last == Split.NEVER
                ? this
                : new SplitTimes(
                        sensor.corrected(earliest),
                        sensor.corrected(latest),
                        latestButLast == Split.NEVER ? latestButLast : sensor.corrected(latestButLast),
                        sensor.corrected(last),
                        lag);
    }
}
