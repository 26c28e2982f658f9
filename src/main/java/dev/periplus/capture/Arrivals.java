package dev.periplus.capture;

import java.nio.ByteBuffer;

/**
 * Copies packets on their way to the sink, for sources that cannot wait. Drops and counts packets if too many buffers
 * are in use.
 */
final class Arrivals {
    private static final int BUFFER = 1 << 20;
    private static final int MOST_BUFFERS = 64;

    /** How many packets of the largest usual size fit into a buffer. */
    private static final int LONG_PACKETS = 16;

    private final PacketSink sink;
    private final BufferPool pool = new BufferPool(BUFFER);
    private ByteBuffer filling;
    private int held = 1;

    private int linkType;
    private Tally tally = new Tally();

    /** What arrived from one interface. */
    static final class Tally {
        int index;
        long packets;
        long bytes;
        long wireBytes;
        long firstTime;
        long lastTime;

        /** Packets dropped because no buffer was free. */
        long unbuffered;

        /** Adds the drops counted before packets arrived here. */
        Drops drops(long kernelDropped, long interfaceDropped, long outages) {
            return new Drops(packets + kernelDropped, kernelDropped, interfaceDropped, unbuffered, outages);
        }
    }

    Arrivals(PacketSink sink) {
        this.sink = sink;
        filling = pool.take(BUFFER);
    }

    /** Attributes the packets that follow to this interface. */
    void from(Tally device, int itsLinkType) {
        tally = device;
        linkType = itsLinkType;
    }

    /** Copies a packet of {@code captured} bytes at {@code offset} of {@code bytes} and passes it on. */
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

    /** The same for a packet in a buffer. */
    void packet(ByteBuffer bytes, int offset, int captured, int wire, long time) {
        if (hasRoom(captured)) {
            int at = filling.position();
            filling.put(at, bytes, offset, captured);
            filling.position(at + captured);
            hand(at, captured, wire, time, tally.packets + 1);
        }
    }

    /** How many packets fit now, given the room of the sink and the free buffers. */
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
