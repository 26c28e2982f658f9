package dev.periplus.spark;

import java.nio.ByteBuffer;

/**
 * Packets of one capture for one task, in order, packed one after the other: latest time so far, number, time, wire
 * length, captured length, link type, bytes.
 */
final class PacketBlock {
    static final int SIZE = 1 << 16;

    private static final int HEAD = 3 * Long.BYTES + 3 * Integer.BYTES;

    private PacketBlock() {}

    /** Fills a block. */
    static final class Writer {
        private ByteBuffer buffer = ByteBuffer.allocate(SIZE);
        private long firstClock;
        private long firstNumber;

        boolean isEmpty() {
            return buffer.position() == 0;
        }

        boolean hasRoom(int captured) {
            return isEmpty() || buffer.remaining() >= HEAD + captured;
        }

        void add(long clock, long number, long time, int wire, int linkType, byte[] bytes, int offset, int captured) {
            if (isEmpty()) {
                firstClock = clock;
                firstNumber = number;
                if (buffer.capacity() < HEAD + captured) {
                    buffer = ByteBuffer.allocate(HEAD + captured);
                }
            }
            buffer.putLong(clock)
                    .putLong(number)
                    .putLong(time)
                    .putInt(wire)
                    .putInt(captured)
                    .putInt(linkType);
            buffer.put(bytes, offset, captured);
        }

        Order order(int task, int capture) {
            return new Order(task, firstClock, capture, firstNumber);
        }

        /** Returns the block, and begins another. */
        byte[] take() {
            byte[] block = new byte[buffer.position()];
            buffer.flip().get(block);
            buffer = buffer.capacity() > SIZE ? ByteBuffer.allocate(SIZE) : buffer.clear();
            return block;
        }
    }

    /** Reads a block packet by packet. */
    static final class Reader {
        final int capture;
        final byte[] bytes;
        private final ByteBuffer buffer;
        long clock;
        long number;
        long time;
        int wire;
        int captured;
        int linkType;
        int offset;

        Reader(int capture, byte[] bytes) {
            this.capture = capture;
            this.bytes = bytes;
            buffer = ByteBuffer.wrap(bytes);
        }

        /** Moves to the next packet; returns false at the end. */
        boolean next() {
            if (!buffer.hasRemaining()) {
                return false;
            }
            clock = buffer.getLong();
            number = buffer.getLong();
            time = buffer.getLong();
            wire = buffer.getInt();
            captured = buffer.getInt();
            linkType = buffer.getInt();
            offset = buffer.position();
            buffer.position(offset + captured);
            return true;
        }

        /** Whether the current packet comes before that of another reader. */
        int compare(Reader other) {
            int order = Long.compare(clock, other.clock);
            order = order == 0 ? Integer.compare(capture, other.capture) : order;
            return order == 0 ? Long.compare(number, other.number) : order;
        }
    }
}
