package dev.periplus.flow;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * When payload came on a flow after pauses of five seconds or more: how many times, and mean and spread of the intervals
 * from one time to the next (Welford's method). A flow without pauses has none.
 */
public final class Rhythm {
    static final long PAUSE_NANOS = 5_000_000_000L;

    private int beats;
    private long last;
    private double mean;
    private double squares;

    private Rhythm() {}

    /**
     * Returns a rhythm with these values.
     *
     * @param mean interval, nanoseconds
     * @param deviation of the intervals, nanoseconds
     */
    public static Rhythm of(int beats, double mean, double deviation) {
        Rhythm rhythm = new Rhythm();
        rhythm.beats = beats;
        rhythm.mean = mean;
        rhythm.squares = deviation * deviation * Math.max(0, beats - 1);
        return rhythm;
    }

    /** Counts payload after a pause. */
    static void beat(Flow flow, long time) {
        Rhythm rhythm = flow.rhythm;
        if (rhythm == null) {
            rhythm = new Rhythm();
            flow.rhythm = rhythm;
        } else if (rhythm.beats < Integer.MAX_VALUE) {
            double interval = time - rhythm.last;
            double off = interval - rhythm.mean;
            rhythm.mean += off / rhythm.beats;
            rhythm.squares += off * (interval - rhythm.mean);
        }
        rhythm.beats += rhythm.beats < Integer.MAX_VALUE ? 1 : 0;
        rhythm.last = time;
    }

    /** How many times payload came after a pause. */
    public int beats() {
        return beats;
    }

    /** Mean interval, nanoseconds; 0 if there are fewer than two beats. */
    public double mean() {
        return mean;
    }

    /** Standard deviation of the intervals, nanoseconds. */
    public double deviation() {
        return beats < 2 ? 0 : Math.sqrt(squares / (beats - 1));
    }

    Rhythm copy() {
        Rhythm copy = new Rhythm();
        copy.beats = beats;
        copy.last = last;
        copy.mean = mean;
        copy.squares = squares;
        return copy;
    }

    static void write(@Nullable Rhythm rhythm, DataOutput out) throws IOException {
        out.writeInt(rhythm == null ? 0 : rhythm.beats);
        if (rhythm != null) {
            out.writeLong(rhythm.last);
            out.writeDouble(rhythm.mean);
            out.writeDouble(rhythm.squares);
        }
    }

    /** @throws DamagedStateException if no rhythm can have these values */
    static @Nullable Rhythm read(DataInput in) throws IOException {
        Rhythm rhythm = new Rhythm();
        rhythm.beats = in.readInt();
        if (rhythm.beats == 0) {
            return null;
        }
        rhythm.last = in.readLong();
        rhythm.mean = in.readDouble();
        rhythm.squares = in.readDouble();
        if (rhythm.beats < 0 || !(rhythm.mean >= 0) || !(rhythm.squares >= 0)) {
            throw new DamagedStateException("a flow has an impossible rhythm");
        }
        return rhythm;
    }
}
