package dev.periplus.engine;

import dev.periplus.memory.Memory;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/**
 * A sample of packets by the smallest of their hashes: all captures sample the same packets. It keeps at most {@link
 * #MOST}; if more come, it goes on with half of them.
 */
final class PacketSample implements Serializable {
    private static final long serialVersionUID = 1L;

    private static final int MOST = Memory.scaled(1 << 18);

    /** A packet of the sample; {@code extra} is whatever its taker wants to compare. */
    record Taken(long hash, long time, int capture, long extra) implements Serializable {}

    private final ArrayList<Taken> taken = new ArrayList<>();
    private long bound = Long.MAX_VALUE;

    /** Whether a packet with this hash belongs to the sample; one with 0 does not. */
    boolean takes(long hash) {
        return hash != 0 && hash >>> 1 <= bound;
    }

    void add(long hash, long time, int capture, long extra) {
        taken.add(new Taken(hash, time, capture, extra));
        shrink();
    }

    /** Adds another sample: both together are the sample of all packets that either has seen. */
    void add(PacketSample other) {
        bound = Math.min(bound, other.bound);
        taken.addAll(other.taken);
        taken.removeIf(packet -> !takes(packet.hash));
        shrink();
    }

    private void shrink() {
        while (taken.size() >= MOST) {
            bound >>>= 1;
            taken.removeIf(packet -> !takes(packet.hash));
        }
    }

    /** Hands on the packets of each hash that came more than once, by capture, then by time. */
    void groups(Consumer<List<Taken>> taker) {
        taken.sort(Comparator.comparingLong(Taken::hash)
                .thenComparingInt(Taken::capture)
                .thenComparingLong(Taken::time));
        int from = 0;
        for (int at = 1; at <= taken.size(); at++) {
            if (at == taken.size() || taken.get(at).hash != taken.get(from).hash) {
                if (at - from > 1) {
                    taker.accept(taken.subList(from, at));
                }
                from = at;
            }
        }
    }
}
