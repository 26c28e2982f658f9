package dev.periplus.transfer;

import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Undoes the content encodings gzip and deflate (RFC 9110 section 8.4.1) as the bytes come. What unpacks to too much, or is
 * damaged, is given up.
 */
final class Inflation implements AutoCloseable {
    private static final int PIECE = 8192;
    private static final long MOST = 256L << 20;
    private static final int HEADER = 10;
    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;
    private static final int CRC = 2;

    private final boolean gzip;
    private final byte[] piece = new byte[PIECE];
    private final Inflater inflater;
    private int header;
    private int flags;
    private int extra = -1;
    private int extraBytes;
    private long made;
    private final CRC32 checksum = new CRC32();
    private long trailer;
    private int trailerBytes;
    private boolean broken;
    private boolean first = true;

    /** Takes bytes as they were before they were encoded. */
    interface Taker {
        void bytes(byte[] from, int offset, int length);
    }

    /** @param gzip whether the bytes have the frame of gzip; otherwise that of zlib */
    Inflation(boolean gzip) {
        this.gzip = gzip;
        inflater = new Inflater(gzip);
    }

    /** Bytes are missing: nothing behind them can be told. */
    void giveUp() {
        broken = true;
    }

    /** Whether it was given up, did not end, or has not the checksum that it states. */
    boolean isDamaged() {
        boolean right = !gzip || trailerBytes == Integer.BYTES && trailer == checksum.getValue();
        return broken || !inflater.finished() || !right;
    }

    void bytes(byte[] from, int offset, int length, Taker taker) {
        int at = offset;
        int end = offset + length;
        while (gzip && at < end && inHeader(from[at] & 0xff)) {
            at++;
        }
        if (broken || at >= end) {
            return;
        }
        if (inflater.finished()) {
            trail(from, at, end - at);
            return;
        }
        inflater.setInput(from, at, end - at);
        try {
            for (int count = inflater.inflate(piece); count > 0; count = inflater.inflate(piece)) {
                made += count;
                if (made > MOST) {
                    broken = true;
                    return;
                }
                checksum.update(piece, 0, count);
                taker.bytes(piece, 0, count);
            }
            if (inflater.finished()) {
                int left = inflater.getRemaining();
                trail(from, end - left, left);
            }
        } catch (DataFormatException e) {
            broken = true;
        }
    }

    /** Reads the checksum behind what is packed. */
    private void trail(byte[] from, int at, int count) {
        for (int i = 0; i < count && trailerBytes < Integer.BYTES; i++) {
            trailer |= (from[at + i] & 0xffL) << Byte.SIZE * trailerBytes++;
        }
    }

    /** Reads a byte of the header of gzip (RFC 1952 section 2.3); returns false if the byte is behind it. */
    private boolean inHeader(int octet) {
        if (header < HEADER) {
            flags = header == 3 ? octet : flags;
            broken |= header == 0 && octet != 0x1f || header == 1 && octet != 0x8b || header == 2 && octet != 8;
            header++;
            return true;
        }
        if ((flags & EXTRA) != 0) {
            extra = extra < 0 ? 0 : extra;
            if (extraBytes < 2) {
                extra |= octet << Byte.SIZE * extraBytes++;
                return true;
            }
            if (extra > 0) {
                extra--;
                return true;
            }
            flags &= ~EXTRA;
        }
        if ((flags & (NAME | COMMENT)) != 0) {
            if (octet == 0) {
                flags &= (flags & NAME) == 0 ? ~COMMENT : ~NAME;
            }
            return true;
        }
        if ((flags & CRC) != 0) {
            flags &= first ? ~0 : ~CRC;
            first = false;
            return true;
        }
        return false;
    }

    @Override
    public void close() {
        inflater.end();
    }
}
