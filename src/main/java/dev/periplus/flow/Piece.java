package dev.periplus.flow;

import org.jspecify.annotations.Nullable;

/** What an {@link Opener} takes out of the bytes of one side: the next part of a stream, or one message. */
public final class Piece {
    int from;
    int length;
    int wire;
    int end;

    /** The bytes if they differ from those outside. */
    byte @Nullable [] changed;

    /**
     * Nothing: bytes that are not inside, such as a header.
     *
     * @param to offset of the first byte after them; may be beyond what was sent so far
     */
    public void skip(int to) {
        take(to, 0, 0, to);
    }

    /** Bytes as they are outside. */
    public void same(int offset, int count) {
        take(offset, count, count, offset + count);
    }

    /**
     * A message as it is outside.
     *
     * @param offset of its first byte
     * @param captured number of its bytes that are there
     * @param size number of its bytes
     * @param to offset of the first byte after it
     */
    public void message(int offset, int captured, int size, int to) {
        take(offset, captured, size, to);
    }

    /**
     * Bytes that are encoded outside.
     *
     * @param bytes the decoded bytes
     * @param offset of the first encoded byte
     * @param to offset of the first byte after the encoded ones
     */
    public void decoded(byte[] bytes, int offset, int to) {
        take(offset, bytes.length, bytes.length, to);
        changed = bytes;
    }

    private void take(int offset, int captured, int size, int to) {
        from = offset;
        length = captured;
        wire = size;
        end = to;
        changed = null;
    }
}
