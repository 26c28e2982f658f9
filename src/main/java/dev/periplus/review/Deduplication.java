package dev.periplus.review;

import dev.periplus.capture.CaptureOutcome;
import dev.periplus.capture.CaptureSet;
import dev.periplus.capture.ForwardingSink;
import dev.periplus.capture.PacketSink;
import dev.periplus.capture.PacketSource;
import dev.periplus.decode.PacketIdentity;
import java.util.List;

/**
 * Captures of which several hold the same packets, because several sensors saw them: each packet is handed on once.
 * What one capture holds twice was sent twice.
 *
 * <p>How it works. A table remembers of each packet, by a hash, when and by which capture it was seen last. A packet
 * that another capture saw less than {@link #WINDOW_NANOS} before is the same one. The table does not grow: where a
 * newer packet takes the place of an older one, the latter is seen as new again. Packets at whose time no other capture
 * has any are not looked at.
 */
public final class Deduplication implements PacketSource {
    /** Sensors' clocks may differ by this much. */
    private static final long WINDOW_NANOS = 1_000_000_000L;

    private static final int PLACES = 1 << 17;
    private static final long NEVER = Long.MIN_VALUE / 2;

    private final CaptureSet source;

    /** A place's hash, whose low bits, which are those of the place, are the capture instead; then its time. */
    private final long[] seen = new long[2 * PLACES];

    private final long[] duplicates;
    private int current;
    private long latest = NEVER;

    /** When a capture other than the current had its latest packet. */
    private long latestOfOthers = NEVER;

    /** @param count of the captures */
    public Deduplication(CaptureSet source, int count) {
        if (count > PLACES) {
            throw new IllegalArgumentException(count + " captures are too many to be held against one another");
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

    /** Packets of a capture that were left out, because another had them. */
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
