package dev.periplus.capture;

import java.nio.ByteBuffer;

/**
 * Copies of packets on their way to the sink, for sources that cannot wait. Where too many buffers are not done with, packets are
 * dropped and counted.
 */
final class Arrivals {
    private static final int BUFFER = 1 << 20;
    private static final int MOST_BUFFERS = 64;

    /** So many of the longest packets that are usual fit into a buffer. */
    private static final int LONG_PACKETS = 16;

    private final PacketSink sink;
    private final BufferPool pool = new BufferPool(BUFFER);
    private ByteBuffer filling;
    private int held = 1;

    private int linkType;
    private Tally tally = new Tally();

    /** What came from one interface. */
    static final class Tally {
        int index;
        long packets;
        long bytes;
        long wireBytes;
        long firstTime;
        long lastTime;

        /** Packets for which there was no buffer. */
        long unbuffered;

        /** With what was dropped before it came here. */
        Drops drops(long kernelDropped, long interfaceDropped) {
            return new Drops(packets + kernelDropped, kernelDropped, interfaceDropped, unbuffered);
        }
    }

    Arrivals(PacketSink sink) {
        this.sink = sink;
        filling = pool.take(BUFFER);
    }

    /** What comes from now on belongs to this interface. */
    void from(Tally device, int itsLinkType) {
        tally = device;
        linkType = itsLinkType;
    }

    /** A packet of which {@code captured} bytes are at {@code offset} of {@code bytes}; they are copied. */
    void packet(byte[] bytes, int offset, int captured, int wire, long time) {
        packet(bytes, offset, captured, wire, time, tally.packets + 1);
    }

    /** The same with the number of the packet in its capture. */
    void packet(byte[] bytes, int offset, int captured, int wire, long time, long number) {
        if (hasRoom(captured)) {
            int at = filling.position();
            filling.put(bytes, offset, captured);
            hand(at, captured, wire, time, number);
        }
    }

    /** A packet that lies in a buffer. */
    void packet(ByteBuffer bytes, int offset, int captured, int wire, long time) {
        if (hasRoom(captured)) {
            int at = filling.position();
            filling.put(at, bytes, offset, captured);
            filling.position(at + captured);
            hand(at, captured, wire, time, tally.packets + 1);
        }
    }

    /** How many packets can be taken now, by what the sink says and by the buffers that are free. */
    int room() {
        return Math.min(sink.room(), (MOST_BUFFERS - held) * LONG_PACKETS);
    }

    private boolean hasRoom(int captured) {
        if (filling.remaining() >= captured || next(captured)) {
            return true;
        }
        tally.packets++;
        tally.unbuffered++;
        return false;
    }

    private void hand(int at, int captured, int wire, long time, long number) {
        Tally of = tally;
        of.firstTime = of.packets == 0 ? time : Math.min(of.firstTime, time);
        of.lastTime = of.packets == 0 ? time : Math.max(of.lastTime, time);
        of.packets++;
        of.bytes += captured;
        of.wireBytes += wire;
        sink.packet(filling.array(), at, captured, wire, time, linkType, of.index, number);
    }

    private boolean next(int least) {
        if (held >= MOST_BUFFERS) {
            return false;
        }
        ByteBuffer full = filling;
        filling = pool.take(least);
        held++;
        sink.retire(() -> {
            held--;
            pool.give(full);
        });
        return true;
    }
}
