package dev.periplus.capture;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** An interface of a pcapng section, draft-ietf-opsawg-pcapng section 4.2, and the drops counted for it, section 4.6. */
final class PcapngInterface {
    private static final int RESOLUTION = 9;
    private static final int OFFSET = 14;
    private static final int INTERFACE_DROPS = 5;
    private static final int SYSTEM_DROPS = 7;

    private final int linkType;
    private final int snapLength;
    private final PcapngClock clock;
    private long drops;

    private PcapngInterface(int linkType, int snapLength, PcapngClock clock) {
        this.linkType = linkType;
        this.snapLength = snapLength;
        this.clock = clock;
    }

    /** Reads an interface description block of {@code total} bytes, at least 20. Options that do not fit end the list. */
    static PcapngInterface read(ByteBuffer bytes, int at, int total, boolean swapped) {
        ByteBuffer b = ordered(bytes, swapped);
        int linkType = LinkTypes.normal(b.getShort(at + 8) & 0xffff);
        int snapLength = b.getInt(at + 12);
        int resolution = PcapngClock.DEFAULT_RESOLUTION;
        long offset = 0;
        int end = at + total - 4;
        for (int option = at + 16; fits(b, option, end); option = next(b, option)) {
            int code = b.getShort(option);
            int length = b.getShort(option + 2) & 0xffff;
            if (code == 0) {
                break;
            } else if (code == RESOLUTION && length == 1) {
                resolution = b.get(option + 4) & 0xff;
            } else if (code == OFFSET && length == 8) {
                offset = b.getLong(option + 4);
            }
        }
        return new PcapngInterface(linkType, snapLength, new PcapngClock(resolution, offset));
    }

    /** Reads an interface statistics block of at least 24 bytes; gives the drops since the one before. */
    long newDrops(ByteBuffer bytes, int at, int total, boolean swapped) {
        ByteBuffer b = ordered(bytes, swapped);
        long sum = 0;
        int end = at + total - 4;
        for (int option = at + 20; fits(b, option, end) && b.getShort(option) != 0; option = next(b, option)) {
            int code = b.getShort(option);
            if ((code == INTERFACE_DROPS || code == SYSTEM_DROPS) && b.getShort(option + 2) == 8) {
                long count = b.getLong(option + 4);
                sum += count > 0 && count < Integer.MAX_VALUE * 1024L ? count : 0;
            }
        }
        long more = Math.max(0, sum - drops);
        drops = Math.max(drops, sum);
        return more;
    }

    private static ByteBuffer ordered(ByteBuffer bytes, boolean swapped) {
        return bytes.duplicate().order(swapped ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    }

    private static boolean fits(ByteBuffer b, int option, int end) {
        return end - option >= 4 && end - option - 4 >= (b.getShort(option + 2) & 0xffff);
    }

    private static int next(ByteBuffer b, int option) {
        return option + 4 + ((b.getShort(option + 2) & 0xffff) + 3 & ~3);
    }

    int linkType() {
        return linkType;
    }

    /** Packets are cut to this length; 0 for none. */
    int snapLength() {
        return snapLength;
    }

    PcapngClock clock() {
        return clock;
    }
}
