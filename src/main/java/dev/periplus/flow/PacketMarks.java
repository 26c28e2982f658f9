package dev.periplus.flow;

import dev.periplus.decode.Packet;
import dev.periplus.decode.PacketHandler;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Marks the captured packets that belong to chosen flows, as a decoder delivers them; for a fragmented datagram, marks
 * every fragment.
 */
public final class PacketMarks implements PacketHandler {
    /**
     * Maximum fragments remembered for one datagram, and for all together; the oldest datagrams are forgotten first.
     */
    private static final int MOST_OF_ONE = 1 << 14;

    private static final int MOST_OF_ALL = 1 << 20;

    private static final int CHUNK_BITS = 20;

    private final ChosenFlows chosen;
    private final Map<Long, BitSet> marks = new HashMap<>();
    private final LinkedHashMap<Long, Parts> datagrams = new LinkedHashMap<>();
    private int remembered;

    public PacketMarks(ChosenFlows chosen) {
        this.chosen = chosen;
    }

    /** Captures and numbers of the packets that carried a datagram. */
    private static final class Parts {
        private int[] captures = new int[2];
        private long[] numbers = new long[2];
        private int count;

        int add(int capture, long number) {
            if (count == MOST_OF_ONE) {
                return 0;
            }
            if (count == numbers.length) {
                captures = Arrays.copyOf(captures, 2 * count);
                numbers = Arrays.copyOf(numbers, 2 * count);
            }
            captures[count] = capture;
            numbers[count++] = number;
            return 1;
        }
    }

    @Override
    public void onFragment(Packet fragment, long datagram) {
        Parts parts = datagrams.computeIfAbsent(datagram, number -> new Parts());
        Parts around = around(fragment);
        for (int i = 0; around != null && i < around.count; i++) {
            remembered += parts.add(around.captures[i], around.numbers[i]);
        }
        remembered += parts.add(fragment.capture, fragment.number);
        var oldest = datagrams.values().iterator();
        while (remembered > MOST_OF_ALL) {
            remembered -= oldest.next().count;
            oldest.remove();
        }
    }

    @Override
    public void onPacket(Packet packet) {
        if (!chosen.hold(packet)) {
            return;
        }
        mark(packet.capture, packet.number);
        Parts around = around(packet);
        for (int i = 0; around != null && i < around.count; i++) {
            mark(around.captures[i], around.numbers[i]);
        }
    }

    /** Returns the parts of the datagram that contains this packet, or null. */
    private @Nullable Parts around(Packet packet) {
        return packet.datagram == 0 ? null : datagrams.get(packet.datagram);
    }

    private void mark(int capture, long number) {
        marks.computeIfAbsent(chunk(capture, number), key -> new BitSet()).set(bit(number));
    }

    /** Whether this packet of this capture was marked. */
    public boolean has(int capture, long number) {
        BitSet chunk = marks.get(chunk(capture, number));
        return chunk != null && chunk.get(bit(number));
    }

    /** Forgets the marks of a capture. */
    public void forget(int capture) {
        marks.keySet().removeIf(chunk -> chunk >>> Integer.SIZE == capture);
    }

    private static long chunk(int capture, long number) {
        return (long) capture << Integer.SIZE | number >>> CHUNK_BITS;
    }

    private static int bit(long number) {
        return (int) number & (1 << CHUNK_BITS) - 1;
    }
}
