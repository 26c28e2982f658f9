package dev.periplus.detect;

import dev.periplus.flow.Said;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Inflates the messages that one side compressed with permessage-deflate (RFC 7692 section 7.2.2), one after another.
 *
 * <p>The messages of a side are one stream of DEFLATE, whose window is all that was inflated before. A side that keeps
 * no context (section 7.1.1) refers to nothing before its message, so that both forms are read alike. Memory and time
 * are bounded: at most {@link #MOST} bytes are inflated, in at most {@link #MOST_STARTS} steps.
 */
final class Deflated {
    /** Bytes inflated at most: what is kept of a stream. */
    static final int MOST = Said.STREAM_LIMIT;

    /** Messages inflated at most; the blocks after one that says it is the last count as another message. */
    static final int MOST_STARTS = 64;

    /** What the sender takes off the end of each message. */
    private static final byte[] TAIL = {0, 0, (byte) 0xff, (byte) 0xff};

    private static final byte[] NOTHING = {};

    private byte[] packed = NOTHING;
    private int packedLength;
    private byte[] plain = NOTHING;
    private int plainLength;
    private int starts;
    private boolean over;

    /** Adds bytes of the message that is being sent. */
    void add(byte[] bytes) {
        packed = room(packed, packedLength, bytes.length);
        System.arraycopy(bytes, 0, packed, packedLength, bytes.length);
        packedLength += bytes.length;
    }

    /**
     * Returns what the message that was added adds to the inflated stream, as far as it can be inflated.
     *
     * @param whole whether all of it was added; if not, nothing after it can be inflated
     */
    byte[] message(boolean whole) {
        if (whole) {
            add(TAIL);
        }
        int from = plainLength;
        int at = 0;
        while (at < packedLength && !over) {
            at += blocks(at);
        }
        packed = NOTHING;
        packedLength = 0;
        over |= !whole;
        return Arrays.copyOfRange(plain, from, plainLength);
    }

    /** Inflates blocks up to the end of the message, or to one that says it is the last; returns how much they take. */
    private int blocks(int at) {
        int before = plainLength;
        Inflater inflater = new Inflater(true);
        try {
            inflater.setDictionary(plain, 0, plainLength);
            inflater.setInput(packed, at, packedLength - at);
            int count;
            do {
                plain = room(plain, plainLength, 1);
                count = inflater.inflate(plain, plainLength, Math.min(plain.length, MOST) - plainLength);
                plainLength += count;
            } while (count > 0 && plainLength < MOST);
        } catch (DataFormatException e) {
            over = true;
        }
        plainLength = before + (int) inflater.getBytesWritten();
        int taken = (int) inflater.getBytesRead();
        inflater.end();
        starts++;
        over |= taken == 0 || plainLength >= MOST || starts >= MOST_STARTS;
        return taken;
    }

    private static byte[] room(byte[] bytes, int length, int more) {
        int least = length + more;
        return least <= bytes.length ? bytes : Arrays.copyOf(bytes, Math.max(least, Math.max(256, 2 * length)));
    }

    /** Whether nothing more can be inflated. */
    boolean isOver() {
        return over;
    }

    /** Bytes of memory in use. */
    int bytes() {
        return packed.length + plain.length;
    }
}
