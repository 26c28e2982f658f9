package dev.periplus.capture;

import java.util.Arrays;

/**
 * Reads the packets of a pcap file: a 24-byte header, then records with a 16-byte header, or a 24-byte one in the
 * variant that old Linux systems wrote. See draft-ietf-opsawg-pcap sections 4 and 5.
 */
final class PcapRecords extends Records {
    static final int MICROSECONDS = 0xa1b2c3d4;
    static final int NANOSECONDS = 0xa1b23c4d;
    static final int MODIFIED = 0xa1b2cd34;

    private static final int FILE_HEADER = 24;
    private static final int MIN_BOUND = 256 * 1024;

    /** Records longer than this are damage; shorter ones that are too long to be read may be passed over. */
    private static final int MAX_SKIPPED = 64 << 20;

    private static final long SECOND = 1_000_000_000L;

    private byte[] head = {};
    private boolean swapped;
    private long fraction = 1000;
    private int header = 16;
    private boolean lengthsTraded;
    private boolean lengthsMaybeTraded;
    private int bound = MIN_BOUND;

    /** Reads the file header; an incomplete one counts as damage. */
    PcapRecords(Windows windows) {
        super(windows);
        if (!windows.has(FILE_HEADER)) {
            ended("the file header");
            return;
        }
        byte[] b = windows.bytes;
        int at = windows.position;
        swapped = !isMagic(Numbers.i32(b, at));
        int magic = Numbers.i32(b, at, swapped);
        fraction = magic == NANOSECONDS ? 1 : 1000;
        header = magic == MODIFIED ? 24 : 16;
        int version = Numbers.i32(b, at + 4, swapped);
        version = swapped ? version << 16 | version >>> 16 : version;
        lengthsTraded = version >>> 16 == 2 && (version & 0xffff) < 3 || version >>> 16 == 543;
        lengthsMaybeTraded = version == 0x0002_0003;
        int snapLength = Numbers.i32(b, at + 16, swapped);
        bound = Math.max(MIN_BOUND, Math.min(snapLength, MAX_PACKET));
        linkType = LinkTypes.ofPcap(Numbers.i32(b, at + 20, swapped));
        head = Arrays.copyOfRange(b, at, at + FILE_HEADER);
        windows.position = at + FILE_HEADER;
    }

    @Override
    byte[] head() {
        return head;
    }

    /**
     * Whether a pcap file begins at the position: not only its magic, which may also be the time of a packet in 2055, but a
     * version that somebody wrote and no time zone.
     */
    static boolean beginsAt(Windows w) {
        if (!w.has(FILE_HEADER) || !begins(Numbers.i32(w.bytes, w.position))) {
            return false;
        }
        boolean little = !isMagic(Numbers.i32(w.bytes, w.position));
        int at = w.position;
        return Numbers.u16(w.bytes, at + 4, little) == 2
                && Numbers.u16(w.bytes, at + 6, little) <= 4
                && Numbers.i32(w.bytes, at + 8, little) == 0
                && Numbers.i32(w.bytes, at + 12, little) == 0;
    }

    /** Whether these four bytes, read big-endian, begin a pcap file of either byte order. */
    static boolean begins(int first) {
        return isMagic(first) || isMagic(Integer.reverseBytes(first));
    }

    private static boolean isMagic(int magic) {
        return magic == MICROSECONDS || magic == NANOSECONDS || magic == MODIFIED;
    }

    @Override
    String format() {
        return "pcap";
    }

    @Override
    boolean next() {
        long before;
        do {
            before = skipped;
            if (read()) {
                return true;
            }
        } while (skipped != before);
        return false;
    }

    /** Reads a record; returns false at the end, at damage, and if it was passed over. */
    private boolean read() {
        Windows w = windows;
        if (damage != null) {
            return false;
        }
        if (w.limit - w.position < header && !w.more(header)) {
            return ended("a record header");
        }
        int first = Numbers.i32(w.bytes, w.position);
        if (first == PcapngRecords.SECTION && PcapngRecords.beginsAt(w) || begins(first) && beginsAt(w)) {
            return follows();
        }
        int at = w.position;
        byte[] b = w.bytes;
        boolean little = swapped;
        long seconds = Numbers.u32(b, at, little);
        long part = Numbers.u32(b, at + 4, little);
        int length = Numbers.i32(b, at + 8, little);
        int original = Numbers.i32(b, at + 12, little);
        if (lengthsTraded || lengthsMaybeTraded && Integer.compareUnsigned(length, original) > 0) {
            int other = length;
            length = original;
            original = other;
        }
        if (Integer.compareUnsigned(length, bound) > 0) {
            return passOver(w, length);
        }
        if ((seconds | part | length | original) == 0) {
            return damaged(w.offset(), "zero bytes instead of a record");
        }
        int whole = header + length;
        if (w.limit - at < whole) {
            if (!w.more(whole)) {
                return ended("a record of " + whole + " bytes");
            }
            at = w.position;
        }
        bytes = w.bytes;
        offset = at + header;
        setLengths(length, original & 0xffffffffL);
        time = seconds * SECOND + part * fraction;
        w.position = at + whole;
        return true;
    }

    /**
     * Passes over a record that is too long, if the file ends or another plausible record begins behind it; always returns
     * false.
     */
    private boolean passOver(Windows w, int length) {
        long at = w.offset();
        String claim = "the record claims " + (length & 0xffffffffL) + " bytes";
        if (length < 0 || length > MAX_SKIPPED || !w.skip((long) header + length) || !isRecordOrEnd(w)) {
            return damaged(at, claim);
        }
        skipped++;
        return false;
    }

    private boolean isRecordOrEnd(Windows w) {
        if (!w.has(header)) {
            return w.rest() == 0 && w.failure == null;
        }
        long part = Numbers.u32(w.bytes, w.position + 4, swapped);
        int length = Numbers.i32(w.bytes, w.position + 8, swapped);
        int original = Numbers.i32(w.bytes, w.position + 12, swapped);
        return part * fraction < SECOND
                && Integer.compareUnsigned(length, bound) <= 0
                && Integer.compareUnsigned(length, original) <= 0
                && original > 0
                && original <= MAX_SKIPPED;
    }
}
