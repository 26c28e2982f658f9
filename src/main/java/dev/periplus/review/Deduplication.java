package dev.periplus.review;

import dev.periplus.capture.CaptureOutcome;
import dev.periplus.capture.ForwardingSink;
import dev.periplus.capture.PacketSink;
import dev.periplus.capture.PacketSource;
import dev.periplus.decode.PacketIdentity;
import java.util.Arrays;
import java.util.List;

/**
 * Captures of which several hold the same packets, because several sensors saw them: each packet is handed on once. What
 * one capture holds twice was sent twice.
 *
 * <p>How it works. A table remembers of each packet, by a hash, when and by which capture it was seen last. A packet that
 * another capture saw less than {@link #WINDOW_NANOS} before is the same one. The table does not grow: where a newer
 * packet takes the place of an older one, the latter is seen as new again.
 */
public final class Deduplication implements PacketSource {
    /** Sensors' clocks may differ by this much. */
    private static final long WINDOW_NANOS = 1_000_000_000L;

    private static final int PLACES = 1 << 17;
    private static final long NEVER = Long.MIN_VALUE / 2;

    private final PacketSource source;
    private final long[] hashes = new long[PLACES];
    private final long[] times = new long[PLACES];
    private final int[] captures = new int[PLACES];
    private final long[] duplicates;

    /** @param count of the captures */
    public Deduplication(PacketSource source, int count) {
        this.source = source;
        duplicates = new long[count];
        Arrays.fill(times, NEVER);
    }

    @Override
    public List<CaptureOutcome> read(PacketSink sink) {
        return source.read(new ForwardingSink(sink) {
            @Override
            public void packet(
                    byte[] bytes, int offset, int captured, int wire, long time, int link, int capture, long number) {
                if (isNew(PacketIdentity.of(bytes, offset, captured, link), time, capture)) {
                    sink.packet(bytes, offset, captured, wire, time, link, capture, number);
                }
            }
        });
    }

    private boolean isNew(long hash, long time, int capture) {
        int place = (int) hash & PLACES - 1;
        if (hash != 0
                && hashes[place] == hash
                && captures[place] != capture
                && Math.abs(time - times[place]) < WINDOW_NANOS) {
            duplicates[capture]++;
            return false;
        }
        hashes[place] = hash;
        times[place] = time;
        captures[place] = capture;
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
