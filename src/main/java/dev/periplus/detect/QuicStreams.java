package dev.periplus.detect;

import dev.periplus.decode.ByteCursor;
import java.util.Arrays;

/** Collects the first stream that carries data and that the client opened for both sides (RFC 9000 sections 2 and 19.8). */
final class QuicStreams {
    /** The lower bits of a stream's ID: opened by the server, and for one side only. */
    private static final int KIND = 3;

    private static final int STREAM = 8;
    private static final int LAST_STREAM = 15;
    private static final int HAS_OFFSET = 4;
    private static final int HAS_LENGTH = 2;
    private static final int MOST_RANGES = 256;

    private final HandshakeFragments[] data = {new HandshakeFragments(), new HandshakeFragments()};
    private final int[] given = new int[2];
    private long chosen = -1;

    int bytes() {
        return data[0].bytes().length + data[1].bytes().length;
    }

    /** Returns what a side has sent on the stream since the last call. */
    byte[] more(int side) {
        int here = data[side].contiguous();
        byte[] more = Arrays.copyOfRange(data[side].bytes(), given[side], here);
        given[side] = here;
        return more;
    }

    /** Reads the frames of a packet. */
    void frames(byte[] frames, int side) {
        ByteCursor cursor = new ByteCursor().reset(frames, 0, frames.length);
        while (cursor.remaining() > 0) {
            long type = cursor.varint();
            if (type >= STREAM && type <= LAST_STREAM) {
                stream((int) type, frames, cursor, side);
            } else if (!pass(type, cursor)) {
                return;
            }
            if (cursor.failed()) {
                return;
            }
        }
    }

    private void stream(int type, byte[] frames, ByteCursor cursor, int side) {
        long id = cursor.varint();
        long offset = (type & HAS_OFFSET) == 0 ? 0 : cursor.varint();
        long length = (type & HAS_LENGTH) == 0 ? cursor.remaining() : cursor.varint();
        if (cursor.failed() || length > cursor.remaining()) {
            cursor.fail();
            return;
        }
        if (chosen < 0 && (id & KIND) == 0 && length > 0) {
            chosen = id;
        }
        if (id == chosen) {
            data[side].put(frames, cursor.position(), (int) length, offset);
        }
        cursor.skip((int) length);
    }

    /** Passes over a frame of another type (RFC 9000 section 12.4, RFC 9221); returns false if its length is not known. */
    private static boolean pass(long type, ByteCursor cursor) {
        switch ((int) Math.min(type, Integer.MAX_VALUE)) {
            case 0x00, 0x01, 0x1e -> {}
            case 0x02, 0x03 -> acknowledgement(cursor, type == 0x03);
            case 0x10, 0x12, 0x13, 0x14, 0x16, 0x17, 0x19 -> cursor.varint();
            case 0x05, 0x11, 0x15 -> numbers(cursor, 2);
            case 0x04 -> numbers(cursor, 3);
            case 0x06 -> {
                cursor.varint();
                skip(cursor);
            }
            case 0x07, 0x31 -> skip(cursor);
            case 0x18 -> {
                numbers(cursor, 2);
                cursor.skip(cursor.u8() + 16);
            }
            case 0x1a, 0x1b -> cursor.skip(8);
            case 0x1c -> {
                numbers(cursor, 2);
                skip(cursor);
            }
            case 0x1d -> {
                cursor.varint();
                skip(cursor);
            }
            case 0x30 -> cursor.skip(cursor.remaining());
            default -> {
                return false;
            }
        }
        return true;
    }

    private static void numbers(ByteCursor cursor, int count) {
        for (int i = 0; i < count; i++) {
            cursor.varint();
        }
    }

    private static void skip(ByteCursor cursor) {
        long length = cursor.varint();
        if (length > cursor.remaining()) {
            cursor.fail();
        } else {
            cursor.skip((int) length);
        }
    }

    private static void acknowledgement(ByteCursor cursor, boolean counts) {
        numbers(cursor, 2);
        long ranges = cursor.varint();
        cursor.varint();
        if (ranges > MOST_RANGES) {
            cursor.fail();
            return;
        }
        numbers(cursor, (int) ranges * 2 + (counts ? 3 : 0));
    }
}
