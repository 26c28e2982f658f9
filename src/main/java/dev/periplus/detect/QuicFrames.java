package dev.periplus.detect;

import dev.periplus.decode.ByteCursor;
import org.jspecify.annotations.Nullable;

/** Reads the frames of an Initial packet (RFC 9000 section 19) and collects the data of its CRYPTO frames. */
final class QuicFrames {
    private static final int PADDING = 0;
    private static final int PING = 1;
    private static final int ACK = 2;
    private static final int ACK_ECN = 3;
    private static final int CRYPTO = 6;
    private static final int GOOGLE_CRYPTO = 8;
    private static final int CONNECTION_CLOSE = 0x1c;
    private static final int MAX_RANGES = 256;

    private QuicFrames() {}

    /**
     * Returns true if all frames are allowed in an Initial packet, fill it exactly, and carry part of the handshake.
     * Otherwise nothing is added to {@code into}.
     *
     * @param cut whether the last frame may be incomplete
     */
    static boolean read(byte[] bytes, int length, boolean cut, HandshakeFragments into) {
        ByteCursor frames = new ByteCursor().reset(bytes, 0, length);
        return walk(frames, bytes, cut, null) && walk(frames.reset(bytes, 0, length), bytes, cut, into);
    }

    private static boolean walk(ByteCursor frames, byte[] bytes, boolean cut, @Nullable HandshakeFragments into) {
        boolean carries = false;
        while (frames.remaining() > 0) {
            int type = frames.u8();
            switch (type) {
                case PADDING, PING -> {}
                case ACK, ACK_ECN -> acknowledgement(frames, type);
                case CRYPTO, GOOGLE_CRYPTO -> carries |= crypto(frames, bytes, cut, into);
                case CONNECTION_CLOSE -> close(frames);
                default -> {
                    return false;
                }
            }
            if (frames.failed()) {
                return cut && carries;
            }
        }
        return carries;
    }

    private static boolean crypto(ByteCursor frames, byte[] bytes, boolean cut, @Nullable HandshakeFragments into) {
        long offset = frames.varint();
        long count = frames.varint();
        if (frames.failed()
                || count == 0
                || offset + count > HandshakeFragments.LIMIT
                || count > frames.remaining() && !cut) {
            frames.fail();
            return false;
        }
        int here = (int) Math.min(count, frames.remaining());
        if (into != null) {
            into.put(bytes, frames.position(), here, offset);
        }
        frames.skip(here);
        return true;
    }

    private static void acknowledgement(ByteCursor frames, int type) {
        frames.varint();
        frames.varint();
        long ranges = frames.varint();
        frames.varint();
        if (ranges > MAX_RANGES) {
            frames.fail();
        }
        for (long i = 0; i < ranges * 2 && !frames.failed(); i++) {
            frames.varint();
        }
        for (int i = 0; i < 3 && type == ACK_ECN; i++) {
            frames.varint();
        }
    }

    private static void close(ByteCursor frames) {
        frames.varint();
        frames.varint();
        long reason = frames.varint();
        frames.skip((int) Math.min(reason, Integer.MAX_VALUE));
    }
}
