package dev.periplus.classify;

import dev.periplus.flow.DamagedStateException;

/**
 * A place in the bytes of one result. The bytes may come from a file that anybody wrote: reading beyond their end, or a
 * number that cannot be, fails with {@link DamagedStateException}.
 */
final class InspectionCursor {
    final byte[] from;
    private final int end;
    private int next;

    /** @param end index after the last byte */
    InspectionCursor(byte[] from, int offset, int end) {
        this.from = from;
        this.end = end;
        next = offset;
    }

    static void require(boolean possible) throws DamagedStateException {
        if (!possible) {
            throw new DamagedStateException("an inspection result has impossible values");
        }
    }

    /** Index of the next byte. */
    int next() {
        return next;
    }

    /** Requires that everything was read. */
    void requireEnd() throws DamagedStateException {
        require(next == end);
    }

    /** Returns a number of items that take at least {@code size} bytes each. */
    int count(int size) throws DamagedStateException {
        int count = number();
        require(count <= (end - next) / size);
        return count;
    }

    /** Moves on, and returns where this began. */
    int skip(long bytes) throws DamagedStateException {
        require(bytes >= 0 && bytes <= end - next);
        int begin = next;
        next += (int) bytes;
        return begin;
    }

    /** Returns a number from 0 to the largest int. */
    int number() throws DamagedStateException {
        long number = longNumber();
        require(number <= Integer.MAX_VALUE);
        return (int) number;
    }

    /** Returns a number that is not negative. */
    long longNumber() throws DamagedStateException {
        long number = 0;
        for (int shift = 0; shift < Long.SIZE - 1; shift += 7) {
            require(next < end);
            byte part = from[next++];
            number |= (long) (part & 0x7f) << shift;
            if (part >= 0) {
                return number;
            }
        }
        throw new DamagedStateException("a number of an inspection result is too long");
    }

    /** Returns eight bytes. */
    long fixed() throws DamagedStateException {
        require(end - next >= Long.BYTES);
        long bits = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            bits = bits << Byte.SIZE | from[next++] & 0xff;
        }
        return bits;
    }
}
