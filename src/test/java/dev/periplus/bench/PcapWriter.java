package dev.periplus.bench;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Writes Ethernet frames as pcap, little-endian with microseconds, until the file reaches its size. */
final class PcapWriter implements Closeable {
    static final int HEADER = 24;
    static final int RECORD = 16;

    private static final int MICROSECONDS = 0xa1b2c3d4;
    private static final int SNAP_LENGTH = 65_535;
    private static final int ETHERNET = 1;
    private static final int BUFFER = 1 << 20;

    private final FileChannel file;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER).order(ByteOrder.LITTLE_ENDIAN);
    private long left;
    private long packets;

    /**
     * Creates the file.
     *
     * @param most maximum size of the file in bytes
     */
    PcapWriter(Path path, long most) throws IOException {
        file = FileChannel.open(
                path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
        left = most - HEADER;
        buffer.putInt(MICROSECONDS).putShort((short) 2).putShort((short) 4).putLong(0);
        buffer.putInt(SNAP_LENGTH).putInt(ETHERNET);
    }

    /**
     * Adds a frame; returns false and adds nothing if the file is full.
     *
     * @param time nanoseconds since the epoch, truncated to microseconds
     * @param captured number of bytes of {@code frame} to keep
     * @param wire length on the wire
     */
    boolean add(long time, byte[] frame, int captured, int wire) throws IOException {
        int length = RECORD + captured;
        if (length > left) {
            return false;
        }
        if (buffer.remaining() < length) {
            drain();
        }
        buffer.putInt((int) (time / 1_000_000_000)).putInt((int) (time % 1_000_000_000 / 1000));
        buffer.putInt(captured).putInt(wire).put(frame, 0, captured);
        left -= length;
        packets++;
        return true;
    }

    /** Number of frames added so far. */
    long packets() {
        return packets;
    }

    private void drain() throws IOException {
        buffer.flip();
        while (buffer.hasRemaining()) {
            file.write(buffer);
        }
        buffer.clear();
    }

    @Override
    public void close() throws IOException {
        try (file) {
            drain();
        }
    }
}
