package dev.periplus.capture;

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
    private static final long SECOND = 1_000_000_000L;

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
        windows.position = at + FILE_HEADER;
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
        Windows w = windows;
        if (damage != null) {
            return false;
        }
        if (w.limit - w.position < header && !w.more(header)) {
            return ended("a record header");
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
            return damaged(w.offset(), "the record claims " + (length & 0xffffffffL) + " bytes");
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
}
