package dev.periplus.detect;

import dev.periplus.decode.ByteCursor;

/** Integers and strings of HPACK (RFC 7541 section 5), which QPACK has too (RFC 9204 section 4.1). */
final class HpackPrimitives {
    private static final int MOST_OCTETS = 4;

    private final ByteCursor cursor;

    /** @param cursor at what comes next; it fails if that is not right */
    HpackPrimitives(ByteCursor cursor) {
        this.cursor = cursor;
    }

    /** Decodes an integer with a prefix of this many bits (section 5.1). */
    int number(int prefix) {
        int mask = (1 << prefix) - 1;
        int value = cursor.u8() & mask;
        if (value < mask) {
            return value;
        }
        int more = 0x80;
        for (int i = 0; more >= 0x80; i++) {
            if (i == MOST_OCTETS) {
                cursor.fail();
                return 0;
            }
            more = cursor.u8();
            value += (more & 0x7f) << 7 * i;
        }
        return value;
    }

    /**
     * Decodes a string literal (section 5.2).
     *
     * @param prefix bits of its length; the bit above says whether it is Huffman coded
     * @param block what the cursor reads
     * @param base where the cursor begins in it
     */
    String text(int prefix, byte[] block, int base) {
        boolean huffman = (cursor.peek(0) & 1 << prefix) != 0;
        int length = number(prefix);
        int at = cursor.position();
        if (!huffman) {
            return cursor.latin1(length);
        }
        cursor.skip(length);
        StringBuilder text = new StringBuilder();
        if (!cursor.failed() && !HpackHuffman.decode(block, base + at, length, text)) {
            cursor.fail();
        }
        return text.toString();
    }
}
