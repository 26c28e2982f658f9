package dev.periplus.detect;

import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Inflates the beginning of what permessage-deflate compressed (RFC 7692 section 7.2.2). */
final class Deflated {
    /** Bytes inflated at most. */
    static final int MOST = 4096;

    /** What the sender takes off the end of each message. */
    private static final byte[] TAIL = {0, 0, (byte) 0xff, (byte) 0xff};

    private Deflated() {}

    /**
     * Returns the bytes, as far as they can be inflated and up to {@link #MOST}.
     *
     * @param whole whether the message ends with these bytes
     */
    static byte[] inflate(byte[] compressed, boolean whole) {
        Inflater inflater = new Inflater(true);
        byte[] plain = new byte[MOST];
        int count = 0;
        try {
            inflater.setInput(compressed);
            count = inflater.inflate(plain);
            if (whole && count < MOST) {
                inflater.setInput(TAIL);
                count += inflater.inflate(plain, count, MOST - count);
            }
        } catch (DataFormatException e) {
            // Only what was inflated before remains.
        } finally {
            inflater.end();
        }
        return Arrays.copyOf(plain, count);
    }
}
