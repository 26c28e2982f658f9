package dev.periplus.capture;

import java.io.ByteArrayOutputStream;

/** The blocks of a pcapng section that its packets depend on: the section header and the interfaces so far. */
final class PcapngHead {
    private static final int MOST_BYTES = 4 << 20;
    private static final int INTERFACE = 1;
    private static final int SIMPLE_PACKET = 3;

    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private boolean isWhole = true;

    /** Takes note of a block of any type. */
    void block(int type, byte[] bytes, int at, int length) {
        if (type == PcapngRecords.SECTION) {
            kept.reset();
        }
        if (type == PcapngRecords.SECTION || type == INTERFACE) {
            isWhole &= kept.size() + length <= MOST_BYTES;
            if (isWhole) {
                kept.write(bytes, at, length);
            }
        }
        isWhole &= type != SIMPLE_PACKET;
    }

    byte[] bytes() {
        return kept.toByteArray();
    }

    /** Whether these blocks are all it takes: a simple packet takes its time from the packet before it. */
    boolean isWhole() {
        return isWhole;
    }
}
