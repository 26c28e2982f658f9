package dev.periplus.engine;

import dev.periplus.decode.PacketIdentity;
import java.util.HashMap;
import java.util.Map;

/**
 * Finds packets that captures of several sensors hold more than once: a table of packet hashes records the time and the
 * capture in which each packet was last seen. For use by one thread.
 */
public final class Duplicates {
    /** Largest difference between the clocks of two sensors. */
    static final long WINDOW_NANOS = 1_000_000_000L;

    private static final int PLACES = 1 << 17;
    private static final int MOST_PAIRS = 4096;

    private final SensorSurvey survey;
    private final SeenPackets seen = new SeenPackets(PLACES, WINDOW_NANOS);

    /** The packets of captures that hold originals, by each of their endpoints. */
    private final SeenPackets originals = new SeenPackets(PLACES, WINDOW_NANOS);

    private final PacketIdentity identity;
    private final long[] duplicates;
    private final long[] copies;
    private final Map<Long, long[]> common = new HashMap<>();

    /** @param count number of captures */
    public Duplicates(int count, SensorSurvey survey) {
        if (count > PLACES) {
            throw new IllegalArgumentException(count + " captures; at most " + PLACES + " can be read together");
        }
        this.survey = survey;
        identity = new PacketIdentity(survey.seed());
        duplicates = new long[count];
        copies = new long[count];
    }

    /**
     * Whether no other capture had this packet less than {@link #WINDOW_NANOS} ago; parameters as for a packet sink. Call
     * it in the order of time, by clocks that are corrected.
     */
    public boolean isNew(byte[] bytes, int offset, int captured, long time, int link, int capture) {
        return isNew(identity.read(bytes, offset, captured, link), time, capture);
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
    long duplicates(int capture) {
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
}
