package dev.periplus.capture;

/**
 * An interface of a pcapng section (draft-ietf-opsawg-pcapng section 4.2) and the drops reported for it (section 4.6).
 */
final class PcapngInterface {
    private static final int RESOLUTION = 9;
    private static final int OFFSET = 14;
    private static final int INTERFACE_DROPS = 5;
    private static final int SYSTEM_DROPS = 7;

    private final int linkType;
    private final int snapLength;
    private final PcapngClock clock;
    private byte[] options = {};
    private long drops;

    private PcapngInterface(int linkType, int snapLength, PcapngClock clock) {
        this.linkType = linkType;
        this.snapLength = snapLength;
        this.clock = clock;
    }

    /**
     * Reads an interface description block of {@code total} bytes, at least 20. An option that does not fit ends the
     * list.
     */
    static PcapngInterface read(byte[] b, int at, int total, boolean swapped) {
        int linkType = LinkTypes.normal(Numbers.u16(b, at + 8, swapped));
        int snapLength = Numbers.i32(b, at + 12, swapped);
        int resolution = PcapngClock.DEFAULT_RESOLUTION;
        long offset = 0;
        int end = at + total - 4;
        for (int option = at + 16; fits(b, option, end, swapped); option = next(b, option, swapped)) {
            int code = Numbers.u16(b, option, swapped);
            int length = Numbers.u16(b, option + 2, swapped);
            if (code == 0) {
                break;
            } else if (code == RESOLUTION && length == 1) {
                resolution = b[option + 4] & 0xff;
            } else if (code == OFFSET && length == 8) {
                offset = Numbers.i64(b, option + 4, swapped);
            }
        }
        return new PcapngInterface(linkType, snapLength, new PcapngClock(resolution, offset));
    }

    /** Keeps the options of its description, as {@link PcapngOptions} copies them. */
    void keep(byte[] described) {
        options = described;
    }

    byte[] options() {
        return options;
    }

    /** Reads an interface statistics block of at least 24 bytes; returns the drops since the previous one. */
    long newDrops(byte[] b, int at, int total, boolean swapped) {
        long sum = 0;
        int end = at + total - 4;
        for (int option = at + 20;
                fits(b, option, end, swapped) && Numbers.u16(b, option, swapped) != 0;
                option = next(b, option, swapped)) {
            int code = Numbers.u16(b, option, swapped);
            if ((code == INTERFACE_DROPS || code == SYSTEM_DROPS) && Numbers.u16(b, option + 2, swapped) == 8) {
                long count = Numbers.i64(b, option + 4, swapped);
                sum += count > 0 && count < Integer.MAX_VALUE * 1024L ? count : 0;
            }
        }
        long more = Math.max(0, sum - drops);
        drops = Math.max(drops, sum);
        return more;
    }

    private static boolean fits(byte[] b, int option, int end, boolean swapped) {
        return end - option >= 4 && end - option - 4 >= Numbers.u16(b, option + 2, swapped);
    }

    private static int next(byte[] b, int option, boolean swapped) {
        return option + 4 + (Numbers.u16(b, option + 2, swapped) + 3 & ~3);
    }

    int linkType() {
        return linkType;
    }

    /** Snap length of the interface; 0 for no limit. */
    int snapLength() {
        return snapLength;
    }

    PcapngClock clock() {
        return clock;
    }
}
