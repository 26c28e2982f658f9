package dev.periplus.engine;

import dev.periplus.capture.CaptureSet;
import dev.periplus.capture.ForwardingSink;
import dev.periplus.capture.ForwardingSource;
import dev.periplus.capture.PacketSink;
import dev.periplus.decode.PacketIdentity;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Removes duplicate packets from captures of several sensors: a packet that several captures hold is passed on once. A
 * packet that one capture holds twice was sent twice, and both are passed on, unless the {@link SensorSurvey survey} has
 * found that the capture holds the packets of two places. What another capture holds before address translation is a
 * duplicate, too.
 *
 * <p>How it works. A table of packet hashes records the time and the capture in which each packet was last seen. A
 * packet is a duplicate if another capture had it less than {@link #WINDOW_NANOS} ago, by clocks that are corrected.
 * Packets are not hashed while no other capture has packets at that time.
 */
public final class Deduplication extends ForwardingSource {
    /** Largest difference between the clocks of two sensors. */
    private static final long WINDOW_NANOS = 1_000_000_000L;

    private static final int PLACES = 1 << 17;
    private static final int MOST_PAIRS = 4096;
    private static final long NEVER = Long.MIN_VALUE / 2;

    private final CaptureSet source;
    private final SensorSurvey survey;

    private final SeenPackets seen = new SeenPackets(PLACES, WINDOW_NANOS);

    /** The packets of captures that hold originals, by each of their endpoints. */
    private final SeenPackets originals = new SeenPackets(PLACES, WINDOW_NANOS);

    private final PacketIdentity identity = new PacketIdentity();
    private final long[] duplicates;
    private final long[] copies;
    private final Map<Long, long[]> common = new HashMap<>();
    private int current;
    private long latest = NEVER;

    /** Time of the latest packet of a capture other than the current one. */
    private long latestOfOthers = NEVER;

    /** @param count number of captures */
    public Deduplication(CaptureSet source, int count, SensorSurvey survey) {
        super(source);
        if (count > PLACES) {
            throw new IllegalArgumentException(count + " captures; at most " + PLACES + " can be read together");
        }
        this.source = source;
        this.survey = survey;
        duplicates = new long[count];
        copies = new long[count];
    }

    @Override
    protected PacketSink before(PacketSink sink) {
        return new ForwardingSink(sink) {
            @Override
            public void packet(
                    byte[] bytes, int offset, int captured, int wire, long time, int link, int capture, long number) {
                boolean alone = isAlone(time, capture) && survey.copies(capture) < 0;
                if (alone || isNew(identity.read(bytes, offset, captured, link), time, capture)) {
                    sink.packet(bytes, offset, captured, wire, time, link, capture, number);
                }
            }
        };
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

    private boolean isNew(PacketIdentity packet, long time, int capture) {
        long hash = packet.hash();
        long delay = survey.copies(capture);
        long path = delay < 0 ? 0 : packet.path();
        if (delay >= 0 && seen.isCopy(hash, time, capture, path, delay)) {
            duplicates[capture]++;
            copies[capture]++;
            return false;
        }
        int other = seen.find(hash, time, capture);
        if (other < 0) {
            seen.put(hash, time, capture, path);
            other = survey.anyTranslated() ? original(packet, time, capture) : -1;
        }
        if (other < 0) {
            return true;
        }
        duplicates[capture]++;
        long pair = (long) Math.min(capture, other) << Integer.SIZE | Math.max(capture, other);
        if (common.size() < MOST_PAIRS || common.containsKey(pair)) {
            common.computeIfAbsent(pair, made -> new long[1])[0]++;
        }
        return false;
    }

    /** The capture that holds this packet before translation, or -1; notes it if this capture holds originals. */
    private int original(PacketIdentity packet, long time, int capture) {
        boolean translates = survey.original(capture) >= 0;
        for (int side = 0; side < 2; side++) {
            long hash = packet.translated(side == 0);
            int other = translates && hash != 0 ? originals.find(hash, time, capture) : -1;
            if (other >= 0) {
                return other;
            }
            if (!translates && hash != 0) {
                originals.put(hash, time, capture, 0);
            }
        }
        return -1;
    }

    /** Returns the number of packets of a capture that were left out because another capture had them. */
    public long duplicates(int capture) {
        return duplicates[capture];
    }

    /** Returns the number of packets of a capture that it holds twice, from two places. */
    long copies(int capture) {
        return copies[capture];
    }

    /** Returns the number of packets that two captures have in common. */
    long common(int one, int other) {
        long[] count = common.get((long) Math.min(one, other) << Integer.SIZE | Math.max(one, other));
        return count == null ? 0 : count[0];
    }

    /** Returns what is worth knowing of the sensors, a sentence each. */
    public List<String> notes() {
        return survey.notes(this);
    }
}
