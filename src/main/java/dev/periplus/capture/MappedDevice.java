package dev.periplus.capture;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * A Linux Ethernet or loopback interface, read through memory shared with the kernel: several times as fast as
 * libpcap's callbacks. Each block of packets belongs to the kernel or to the reader, as its status word states.
 */
final class MappedDevice implements Device {
    static final int BLOCK = 1 << 20;
    private static final int GATHER_MILLIS = 20;
    private static final int LEAST_BLOCKS = 2;
    private static final String ETHERNET_TYPE = "1";
    private static final String LOOPBACK_TYPE = "772";

    // Offsets in a block.
    static final int STATUS = 8;
    static final int COUNT = 12;
    static final int FIRST = 16;
    static final int KERNEL = 0;
    static final int USER = 1;

    // Offsets in a packet of the block.
    static final int NEXT = 0;
    static final int SECONDS = 4;
    static final int NANOS = 8;
    static final int CAPTURED = 12;
    static final int LENGTH = 16;
    static final int PACKET_STATUS = 20;
    static final int BYTES = 24;
    static final int VLAN = 32;
    static final int VLAN_PROTOCOL = 36;
    static final int TYPE = 58;
    static final int VLAN_THERE = 1 << 4;
    static final int VLAN_PROTOCOL_THERE = 1 << 6;
    static final int OUTGOING = 4;

    private static final int ADDRESSES = 12;
    private static final int TAG = 4;
    private static final short VLAN_USUAL = (short) 0x8100;
    private static final int LONGEST = 1 << 18;
    private static final long SECOND = 1_000_000_000L;

    private static final VarHandle INT = MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private final String name;
    private final boolean loopback;
    private final LiveOptions options;
    private final SharedBlocks shared;
    private final ByteBuffer ring;
    private final int blocks;
    private final byte[] tagged = new byte[LONGEST];
    private final long missedBefore;
    private long dropped;
    private int block;
    private int left;
    private int at;

    MappedDevice(String name, LiveOptions options, SharedBlocks shared, boolean loopback) {
        this.name = name;
        this.options = options;
        this.shared = shared;
        this.loopback = loopback;
        ring = shared.memory();
        blocks = ring.capacity() / BLOCK;
        missedBefore = missed();
    }

    /** Returns null if this is not 64-bit Linux, the interface is of another kind, or the options need libpcap. */
    static @Nullable MappedDevice open(String name, LiveOptions options) {
        boolean possible = System.getProperty("os.name").equals("Linux")
                && System.getProperty("sun.arch.data.model", "64").equals("64")
                && ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN
                && options.filter() == null
                && !options.monitor();
        String type = possible ? InterfaceState.read(name, "type") : "";
        if (!type.equals(ETHERNET_TYPE) && !type.equals(LOOPBACK_TYPE) || !InterfaceState.isUp(name)) {
            return null;
        }
        PacketSocket socket = null;
        try {
            socket = new PacketSocket();
            socket.share(BLOCK, Math.max(LEAST_BLOCKS, options.bufferBytes() / BLOCK), GATHER_MILLIS);
            MappedDevice device = new MappedDevice(name, options, socket, type.equals(LOOPBACK_TYPE));
            socket.listen(name, options.promiscuous());
            return device;
        } catch (PacketSocket.RefusedCallException | LinkageError e) {
            if (socket != null) {
                socket.close();
            }
            return null;
        }
    }

    @Override
    public int linkType() {
        return LinkTypes.ETHERNET;
    }

    @Override
    public int poll(int most, Arrivals into) {
        int came = 0;
        while (came < most && (left > 0 || begin())) {
            while (left > 0 && came < most) {
                came += take(into) ? 1 : 0;
                left--;
            }
            if (left == 0) {
                INT.setRelease(ring, block * BLOCK + STATUS, KERNEL);
                block = (block + 1) % blocks;
            }
        }
        return came;
    }

    /** Moves to the first packet of the next block; returns false while the kernel owns it. */
    private boolean begin() {
        int start = block * BLOCK;
        if (((int) INT.getAcquire(ring, start + STATUS) & USER) == 0) {
            return false;
        }
        left = ring.getInt(start + COUNT);
        at = start + ring.getInt(start + FIRST);
        if (left == 0) {
            INT.setRelease(ring, start + STATUS, KERNEL);
            block = (block + 1) % blocks;
            return begin();
        }
        return true;
    }

    /** Passes on the current packet if its direction is wanted, and moves to the next. */
    private boolean take(Arrivals into) {
        int packet = at;
        at += ring.getInt(packet + NEXT);
        boolean outgoing = ring.get(packet + TYPE) == OUTGOING;
        boolean wanted = switch (options.direction()) {
            case IN -> !outgoing;
            case OUT -> outgoing && !loopback;
            case INOUT -> !outgoing || !loopback;
        };
        if (!wanted) {
            return false;
        }
        long time = Integer.toUnsignedLong(ring.getInt(packet + SECONDS)) * SECOND + ring.getInt(packet + NANOS);
        int captured = ring.getInt(packet + CAPTURED);
        int wire = ring.getInt(packet + LENGTH);
        int from = packet + (ring.getShort(packet + BYTES) & 0xffff);
        if ((ring.getInt(packet + PACKET_STATUS) & VLAN_THERE) != 0 && captured >= ADDRESSES) {
            tagged(packet, from, captured, wire, time, into);
        } else {
            into.packet(ring, from, Math.min(captured, options.snapLength()), wire, time);
        }
        return true;
    }

    /** Restores the VLAN tag, which the kernel strips. */
    private void tagged(int packet, int from, int captured, int wire, long time, Arrivals into) {
        int length = Math.min(captured, LONGEST - TAG);
        boolean told = (ring.getInt(packet + PACKET_STATUS) & VLAN_PROTOCOL_THERE) != 0;
        short protocol = told ? ring.getShort(packet + VLAN_PROTOCOL) : VLAN_USUAL;
        ring.get(from, tagged, 0, ADDRESSES);
        ByteBuffer.wrap(tagged).putShort(ADDRESSES, protocol).putShort(ADDRESSES + Short.BYTES, (short)
                ring.getInt(packet + VLAN));
        ring.get(from + ADDRESSES, tagged, ADDRESSES + TAG, length - ADDRESSES);
        into.packet(tagged, 0, Math.min(length + TAG, options.snapLength()), wire + TAG, time);
    }

    @Override
    public boolean wentDown() {
        return shared.error() != 0;
    }

    @Override
    public long kernelDropped() {
        dropped += shared.drops();
        return dropped;
    }

    @Override
    public long interfaceDropped() {
        return Math.max(0, missed() - missedBefore);
    }

    private long missed() {
        long sum = 0;
        for (String counter : new String[] {"statistics/rx_missed_errors", "statistics/rx_fifo_errors"}) {
            String text = InterfaceState.read(name, counter);
            sum += text.matches("\\d{1,18}") ? Long.parseLong(text) : 0;
        }
        return sum;
    }

    @Override
    public void close() {
        shared.close();
    }
}
