package dev.periplus.detect;

import dev.periplus.decode.ByteCursor;
import dev.periplus.flow.Opener;
import dev.periplus.flow.Piece;
import dev.periplus.flow.Said;
import java.util.Arrays;

/**
 * Takes the payload of data frames out of a WebSocket connection and unmasks it (RFC 6455 section 5); control frames are
 * left out. Messages follow one another as a stream, for programs split theirs as they like. Compressed ones, which may
 * come in several frames, are inflated (RFC 7692 section 7.2.2) once they are there as a whole, or once nothing more of
 * them can come.
 */
final class WebSocketFrames implements Opener {
    private static final int RESERVED = 0x70;
    private static final int COMPRESSED = 0x40;
    private static final int FINAL = 0x80;
    private static final int MASKED = 0x80;
    private static final int CONTINUATION = 0;
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
        final Deflated deflated = new Deflated();
        long left;
        int mask;
        boolean masked;
        boolean last;

        /** Its message is compressed, as the first frame of a message says. */
        boolean compressed;

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
        if (of.left == 0) {
            return header(outer, of, at, piece);
        }
        int count = (int) Math.min(of.left, outer.length() - at);
        of.left -= count;
        if (of.compressed) {
            of.deflated.add(plain(outer, of, at, count));
            compressed(outer, of, at + count, piece);
        } else if (of.masked) {
            piece.decoded(plain(outer, of, at, count), at, at + count);
        } else {
            piece.same(at, count);
        }
        return true;
    }

    @Override
    public int bytes() {
        return sides[0].deflated.bytes() + sides[1].deflated.bytes();
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
        if (opcode != CONTINUATION) {
            of.compressed = (first & COMPRESSED) != 0;
        }
        of.last = (first & FINAL) != 0;
        of.left = length;
        of.masked = masked;
        of.mask = mask;
        piece.skip(cursor.position());
        if (of.compressed && length == 0) {
            compressed(outer, of, cursor.position(), piece);
        }
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
        return control && (first & FINAL) != 0
                || data && (reserved == 0 || reserved == COMPRESSED && mayCompress && opcode != CONTINUATION);
    }

    /** Takes the compressed message once it is there, or what there is of it if no more will come. */
    private static void compressed(Said outer, Side of, int to, Piece piece) {
        boolean whole = of.left == 0 && of.last;
        boolean grows = outer.length() < Said.STREAM_LIMIT && !outer.snapped();
        if (!whole && (grows || to < outer.length())) {
            piece.skip(to);
            return;
        }
        piece.decoded(of.deflated.message(whole), to - 1, to);
        of.over = of.deflated.isOver();
    }

    private static byte[] plain(Said outer, Side of, int at, int count) {
        byte[] plain = Arrays.copyOfRange(outer.bytes(), at, at + count);
        for (int i = 0; of.masked && i < count; i++) {
            int shift = (Integer.BYTES - 1 - i % Integer.BYTES) * Byte.SIZE;
            plain[i] ^= (byte) (of.mask >> shift);
        }
        of.mask = Integer.rotateLeft(of.mask, count % Integer.BYTES * Byte.SIZE);
        return plain;
    }
}
