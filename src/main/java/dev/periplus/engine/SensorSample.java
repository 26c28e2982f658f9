package dev.periplus.engine;

import dev.periplus.decode.PacketIdentity;
import java.io.Serializable;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The packets that captures of several sensors are compared by; see {@link SensorSurvey}. Samples of parts of captures
 * add up to the sample of all, in any order.
 */
public final class SensorSample implements Serializable {
    private static final long serialVersionUID = 1L;

    private final PacketSample whole = new PacketSample();
    private final PacketSample translated = new PacketSample();
    private final long[] packets;
    private final long seed;
    private transient @Nullable PacketIdentity identity;

    /**
     * @param captures number of captures
     * @param seed as for {@link PacketIdentity}
     */
    public SensorSample(int captures, long seed) {
        packets = new long[captures];
        this.seed = seed;
    }

    /** Takes a packet; parameters as for a packet sink. */
    public void add(byte[] bytes, int offset, int captured, long time, int link, int capture) {
        PacketIdentity reader = identity;
        if (reader == null) {
            reader = new PacketIdentity(seed);
            identity = reader;
        }
        packets[capture]++;
        long hash = reader.read(bytes, offset, captured, link).hash();
        if (whole.takes(hash)) {
            whole.add(hash, time, capture, reader.path());
        }
        for (int side = 0; side < 2 && packets.length > 1; side++) {
            long kept = reader.translated(side == 0);
            if (translated.takes(kept)) {
                boolean inside = side == 1 && reader.isFromInside();
                translated.add(kept, time, capture, inside ? hash | 1 : hash & ~1L);
            }
        }
    }

    /** Adds the sample of other packets of the same captures, and returns this one. */
    public SensorSample plus(SensorSample other) {
        whole.add(other.whole);
        translated.add(other.translated);
        for (int i = 0; i < packets.length; i++) {
            packets[i] += other.packets[i];
        }
        return this;
    }

    long seed() {
        return seed;
    }

    /** Number of packets of a capture. */
    long packets(int capture) {
        return packets[capture];
    }

    /** Hands on the packets that came more than once, then those that did but for one endpoint. */
    void groups(Consumer<List<PacketSample.Taken>> same, Consumer<List<PacketSample.Taken>> translations) {
        whole.groups(same);
        translated.groups(translations);
    }
}
