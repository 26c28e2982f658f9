package dev.periplus.spark;

import dev.periplus.answer.RunSummary.CaptureRead;
import dev.periplus.capture.CaptureOutcome;
import dev.periplus.capture.Clock;
import dev.periplus.capture.Damage;
import dev.periplus.engine.RunCount;
import java.io.Serializable;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A file and what was read of it.
 *
 * @param format null if it was refused
 * @param packets read, up to the damage if there is any
 * @param first time of the earliest packet, nanoseconds since the epoch; 0 without packets
 * @param last time of the latest packet
 * @param damageAt offset of the damage; -1 if there is none
 * @param message what is wrong with it, without its name; null if nothing is
 */
record ReadFile(
        Input input,
        State state,
        @Nullable String sha256,
        @Nullable String format,
        long packets,
        long bytes,
        long first,
        long last,
        long damageAt,
        @Nullable String message)
        implements Serializable {
    /** How much of a file was read. */
    enum State {
        /** All of it. */
        WHOLE("whole"),
        /** Everything before the damage. */
        DAMAGED("damaged"),
        /** Nothing: it cannot be opened, or is no capture. */
        REFUSED("refused"),
        /** All of it, but no packet has a link type that is decoded. */
        UNDECODED("undecoded"),
        /** Nothing, because another file has the same bytes. */
        REPEATED("repeated"),
        /** Nothing, because its bytes are not those that were read before. */
        CHANGED("changed");

        private final String id;

        State(String id) {
            this.id = id;
        }

        String id() {
            return id;
        }
    }

    /**
     * Of a file that was read.
     *
     * @param failure why a part of it could not be opened, or null
     * @param sensor how wrong its clock was
     */
    static ReadFile of(
            Input input,
            Look look,
            SplitCount count,
            long first,
            long last,
            @Nullable Damage damage,
            @Nullable String failure,
            Clock sensor) {
        long packets = count.records() - count.skipped();
        CaptureRead read = RunCount.read(
                new CaptureOutcome(
                        input.name(),
                        look.format(),
                        packets,
                        count.bytes(),
                        count.wire(),
                        packets == 0 ? 0 : first,
                        packets == 0 ? 0 : last,
                        0,
                        count.linkTypes(),
                        0,
                        count.skipped(),
                        damage,
                        look.refused() == null ? failure : look.refused()),
                look.sha256());
        boolean isCut = damage != null || failure != null;
        State whole = read.damage() == null ? State.WHOLE : State.UNDECODED;
        State state = look.refused() != null ? State.REFUSED : isCut ? State.DAMAGED : whole;
        return new ReadFile(
                input,
                state,
                look.sha256(),
                read.format(),
                packets,
                read.bytes(),
                read.firstTime(),
                read.lastTime(),
                read.offset(),
                joined(read.damage(), clock(sensor)));
    }

    private static @Nullable String clock(Clock sensor) {
        return sensor.equals(Clock.RIGHT)
                ? null
                : String.format(
                        Locale.ROOT,
                        "its clock was %.3f s %s by packets that other captures have too; its times are corrected",
                        Math.abs(sensor.ahead() / 1e9),
                        sensor.ahead() < 0 ? "behind" : "ahead");
    }

    private static @Nullable String joined(@Nullable String one, @Nullable String other) {
        return one == null || other == null ? (one == null ? other : one) : one + "; " + other;
    }

    /** Of a file that is not read again. */
    static ReadFile left(Input input, Look look, State state, String why) {
        return new ReadFile(input, state, look.sha256(), look.format(), 0, 0, 0, 0, -1, why);
    }

    /** The same file, with something more to say of it. */
    ReadFile noting(String more) {
        return new ReadFile(input, state, sha256, format, packets, bytes, first, last, damageAt, joined(message, more));
    }

    /** The file as the summary of a run has it. */
    CaptureRead summary() {
        return new CaptureRead(input.name(), format, packets, bytes, first, last, message, damageAt, sha256);
    }

    /** Whether some of it could not be read. */
    boolean isBad() {
        return state == State.DAMAGED || state == State.REFUSED || state == State.UNDECODED;
    }

    /** A sentence on what is wrong with it, after its name; null if nothing is. */
    @Nullable
    String problem() {
        return message == null ? null : input.name() + ": " + message;
    }
}
