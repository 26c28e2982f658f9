package dev.periplus.detect;

import dev.periplus.decode.ByteCursor;
import dev.periplus.flow.Opener;
import dev.periplus.flow.Piece;
import dev.periplus.flow.Said;

/**
 * Takes the payload of data frames out of a WebSocket connection and unmasks it (RFC 6455 section 5); control frames are
 * left out. Messages follow one another as a stream, for programs split theirs as they like. The first compressed
 * message of each side is inflated (RFC 7692 section 7.2.2), later ones need all that went before: the inside of that
 * side then ends.
 */
final class WebSocketFrames implements Opener {
    private static final int RESERVED = 0x70;
    private static final int COMPRESSED = 0x40;
    private static final int FINAL = 0x80;
    private static final int MASKED = 0x80;
    private static final int CONTROL = 8;
    private static final int LAST_DATA = 2;
    private static final int LAST_CONTROL = 10;
    private static final int CONTROL_LENGTH = 125;
    private static final int LENGTH_16 = 126;
    private static final int LENGTH_64 = 127;

    private final boolean mayCompress;
    private final ByteCursor cursor = new ByteCursor();
    private final Side[] sides = {new Side(), new Side()};

    /** The frame that a side is sending. */
    private static final class Side {
        long left;
        int mask;
        boolean masked;

        /** Nothing more of this side can be read. */
        boolean over;
    }

    /** @param mayCompress whether permessage-deflate was agreed on */
    WebSocketFrames(boolean mayCompress) {
        this.mayCompress = mayCompress;
    }

    @Override
    public boolean datagrams() {
        return false;
    }

    @Override
    public boolean next(Said outer, int side, int at, Piece piece) {
        Side of = sides[side];
        if (of.over) {
            return false;
        }
        if (of.left > 0) {
            payload(outer, of, at, piece);
            return true;
        }
        return header(outer, of, at, piece);
    }

    private boolean header(Said outer, Side of, int at, Piece piece) {
        outer.cursor(cursor).seek(at);
        int first = cursor.u8();
        int second = cursor.u8();
        int opcode = first & 0x0f;
        long length = length(second & ~MASKED);
        boolean masked = (second & MASKED) != 0;
        int mask = masked ? (int) cursor.u32() : 0;
        if (cursor.failed()) {
            return false;
        }
        if (!isFrame(first, opcode, length)) {
            of.over = true;
            return false;
        }
        if (opcode >= CONTROL) {
            piece.skip(cursor.position() + (int) length);
            return true;
        }
        if ((first & COMPRESSED) != 0) {
            return inflate(outer, of, (first & FINAL) != 0, length, masked ? mask : 0, piece);
        }
        of.left = length;
        of.masked = masked;
        of.mask = mask;
        piece.skip(cursor.position());
        return true;
    }

    private long length(int code) {
        return switch (code) {
            case LENGTH_16 -> cursor.u16();
            case LENGTH_64 -> cursor.u64();
            default -> code;
        };
    }

    private boolean isFrame(int first, int opcode, long length) {
        int reserved = first & RESERVED;
        boolean data = opcode <= LAST_DATA && length >= 0;
        boolean control = opcode >= CONTROL && opcode <= LAST_CONTROL && length <= CONTROL_LENGTH && reserved == 0;
        return control && (first & FINAL) != 0 || data && (reserved == 0 || reserved == COMPRESSED && mayCompress);
    }

    private static void payload(Said outer, Side of, int at, Piece piece) {
        int count = (int) Math.min(of.left, outer.length() - at);
        of.left -= count;
        if (of.masked) {
            byte[] plain = unmasked(outer, at, count, of.mask);
            of.mask = Integer.rotateLeft(of.mask, count % Integer.BYTES * Byte.SIZE);
            piece.decoded(plain, at, at + count);
        } else {
            piece.same(at, count);
        }
    }

    private static byte[] unmasked(Said outer, int at, int count, int mask) {
        byte[] plain = new byte[count];
        byte[] bytes = outer.bytes();
        for (int i = 0; i < count; i++) {
            int shift = (Integer.BYTES - 1 - i % Integer.BYTES) * Byte.SIZE;
            plain[i] = (byte) (bytes[at + i] ^ mask >> shift);
        }
        return plain;
    }

    /** Inflates a message that is there as a whole; the window is not kept, so nothing after it can be read. */
    private boolean inflate(Said outer, Side of, boolean whole, long length, int mask, Piece piece) {
        int at = cursor.position();
        int count = (int) Math.min(length, outer.length() - at);
        boolean grows = outer.length() < Said.STREAM_LIMIT && !outer.snapped();
        if (count < length && grows) {
            return false;
        }
        of.over = true;
        byte[] plain = Deflated.inflate(unmasked(outer, at, count, mask), whole && count == length);
        piece.decoded(plain, at, at + count);
        return true;
    }
}
