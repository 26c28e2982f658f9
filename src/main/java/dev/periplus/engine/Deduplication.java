package dev.periplus.engine;

import dev.periplus.capture.CaptureOutcome;
import dev.periplus.capture.CaptureSet;
import dev.periplus.capture.ForwardingSink;
import dev.periplus.capture.PacketSink;
import dev.periplus.capture.PacketSource;
import dev.periplus.decode.PacketIdentity;
import java.util.List;

/**
 * Removes duplicate packets from captures of several sensors: a packet that several captures hold is passed on once. A
 * packet that one capture holds twice was sent twice, and both are passed on.
 *
 * <p>How it works. A table of packet hashes records the time and the capture in which each packet was last seen. A
 * packet is a duplicate if another capture had it less than {@link #WINDOW_NANOS} ago. The table has a fixed size: a
 * newer packet overwrites an older one in its slot, whose duplicate then passes as new. Packets are not hashed while no
 * other capture has packets at that time.
 */
public final class Deduplication implements PacketSource {
    /** Largest difference between the clocks of two sensors. */
    private static final long WINDOW_NANOS = 1_000_000_000L;

    private static final int PLACES = 1 << 17;
    private static final long NEVER = Long.MIN_VALUE / 2;

    private final CaptureSet source;

    /** Two longs per slot: the hash, with the capture in place of the low bits that select the slot; then the time. */
    private final long[] seen = new long[2 * PLACES];

    private final long[] duplicates;
    private int current;
    private long latest = NEVER;

    /** Time of the latest packet of a capture other than the current one. */
    private long latestOfOthers = NEVER;

    /** @param count number of captures */
    public Deduplication(CaptureSet source, int count) {
        if (count > PLACES) {
            throw new IllegalArgumentException(count + " captures; at most " + PLACES + " can be read together");
        }
        this.source = source;
        duplicates = new long[count];
        for (int i = 1; i < seen.length; i += 2) {
            seen[i] = NEVER;
        }
    }

    @Override
    public List<CaptureOutcome> read(PacketSink sink) {
        return source.read(new ForwardingSink(sink) {
            @Override
            public void packet(
                    byte[] bytes, int offset, int captured, int wire, long time, int link, int capture, long number) {
                if (isAlone(time, capture) || isNew(PacketIdentity.of(bytes, offset, captured, link), time, capture)) {
                    sink.packet(bytes, offset, captured, wire, time, link, capture, number);
                }
            }
        });
    }

    /** Whether no other capture has packets at this time. */
    private boolean isAlone(long time, int capture) {
        if (capture != current) {
            current = capture;
            latestOfOthers = latest;
        }
        latest = Math.max(latest, time);
        return time - latestOfOthers >= WINDOW_NANOS && source.timeOfOthers() - time >= WINDOW_NANOS;
    }

    private boolean isNew(long hash, long time, int capture) {
        int place = 2 * ((int) hash & PLACES - 1);
        long packet = hash & -PLACES;
        long there = seen[place];
        if (hash != 0
                && (there & -PLACES) == packet
                && (there & PLACES - 1) != capture
                && Math.abs(time - seen[place + 1]) < WINDOW_NANOS) {
            duplicates[capture]++;
            return false;
        }
        seen[place] = packet | capture;
        seen[place + 1] = time;
        return true;
    }

    /** Returns the number of packets of a capture that were left out because another capture had them. */
    public long duplicates(int capture) {
        return duplicates[capture];
    }

    @Override
    public void stop() {
        source.stop();
    }

    @Override
    public void close() {
        source.close();
    }
}
