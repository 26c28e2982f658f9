package dev.periplus.capture;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Blocks of packets as the kernel fills them, filled here: what is read from them costs no sending and no interface. One
 * thread fills, another reads.
 */
public final class FilledBlocks implements SharedBlocks {
    private static final VarHandle INT = MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int BLOCK_HEADER = 48;
    private static final int PACKET_HEADER = 82;
    private static final int ALIGNMENT = 16;
    private static final long SECOND = 1_000_000_000L;

    private final ByteBuffer memory;
    private final int blocks;
    private int next;

    public FilledBlocks(int blocks) {
        this.blocks = blocks;
        memory = ByteBuffer.allocateDirect(blocks * MappedDevice.BLOCK).order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * A packet as the kernel describes it.
     *
     * @param vlan the tag that the kernel took out, or -1
     */
    record Frame(byte[] bytes, long time, boolean outgoing, int vlan) {}

    /** Returns a capture of these blocks. */
    public LiveCapture capture() {
        return new LiveCapture("blocks", LiveOptions.DEFAULT, device());
    }

    MappedDevice device() {
        return new MappedDevice("blocks", LiveOptions.DEFAULT, this, false);
    }

    /** Writes packets into every block until it is full, each packet in its turn, and keeps the blocks back. */
    public void prepare(List<byte[]> packets) {
        int packet = 0;
        for (int block = 0; block < blocks; block++) {
            int at = block * MappedDevice.BLOCK + BLOCK_HEADER;
            int count = 0;
            while (at + size(packets.get(packet)) <= (block + 1) * MappedDevice.BLOCK) {
                at = put(at, new Frame(packets.get(packet), 0, false, -1));
                packet = (packet + 1) % packets.size();
                count++;
            }
            begin(block, count);
        }
    }

    /** Packets of the block that comes next. */
    public int ready() {
        return memory.getInt(next * MappedDevice.BLOCK + MappedDevice.COUNT);
    }

    /**
     * Hands over the next block, whose packets came one after another up to this time.
     *
     * @param apart nanoseconds from one packet to the next
     * @return whether the reader had given it back; otherwise its packets are lost
     */
    public boolean pass(long time, long apart) {
        int start = next * MappedDevice.BLOCK;
        if ((int) INT.getAcquire(memory, start + MappedDevice.STATUS) != MappedDevice.KERNEL) {
            return false;
        }
        int count = ready();
        int at = start + BLOCK_HEADER;
        for (int i = 1; i <= count; i++) {
            stamp(at, time - (count - i) * apart);
            at += memory.getInt(at + MappedDevice.NEXT);
        }
        pass();
        return true;
    }

    /** Fills the next block with these packets, and hands it over. */
    void pass(List<Frame> packets) {
        int at = next * MappedDevice.BLOCK + BLOCK_HEADER;
        for (Frame packet : packets) {
            at = put(at, packet);
        }
        begin(next, packets.size());
        pass();
    }

    /** Whether a block is the kernel's. */
    boolean isFree(int block) {
        return memory.getInt(block * MappedDevice.BLOCK + MappedDevice.STATUS) == MappedDevice.KERNEL;
    }

    private void begin(int block, int count) {
        memory.putInt(block * MappedDevice.BLOCK + MappedDevice.COUNT, count);
        memory.putInt(block * MappedDevice.BLOCK + MappedDevice.FIRST, BLOCK_HEADER);
    }

    private void pass() {
        INT.setRelease(memory, next * MappedDevice.BLOCK + MappedDevice.STATUS, MappedDevice.USER);
        next = (next + 1) % blocks;
    }

    private static int size(byte[] packet) {
        return (PACKET_HEADER + packet.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    private int put(int at, Frame packet) {
        byte[] bytes = packet.bytes;
        memory.putInt(at + MappedDevice.NEXT, size(bytes));
        memory.putInt(at + MappedDevice.CAPTURED, bytes.length);
        memory.putInt(at + MappedDevice.LENGTH, bytes.length);
        memory.putShort(at + MappedDevice.BYTES, (short) PACKET_HEADER);
        memory.put(at + MappedDevice.TYPE, (byte) (packet.outgoing ? MappedDevice.OUTGOING : 0));
        memory.putInt(at + MappedDevice.PACKET_STATUS, packet.vlan < 0 ? 0 : MappedDevice.VLAN_THERE);
        memory.putInt(at + MappedDevice.VLAN, Math.max(0, packet.vlan));
        memory.put(at + PACKET_HEADER, bytes);
        stamp(at, packet.time);
        return at + size(bytes);
    }

    private void stamp(int at, long time) {
        memory.putInt(at + MappedDevice.SECONDS, (int) (time / SECOND));
        memory.putInt(at + MappedDevice.NANOS, (int) (time % SECOND));
    }

    @Override
    public ByteBuffer memory() {
        return memory;
    }

    @Override
    public long drops() {
        return 0;
    }

    @Override
    public int error() {
        return 0;
    }

    @Override
    public void close() {
        // the memory is the collector's
    }
}
