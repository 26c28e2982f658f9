package dev.periplus.capture;

import org.jspecify.annotations.Nullable;

/**
 * The packets of one capture, one at a time: {@link #next} moves on, the fields hold the packet. Plain fields, refilled,
 * because they are read for every packet. Damage ends the capture; nothing is thrown for bad bytes.
 */
abstract class Records {
    /** A packet that claims more than this is damage, whatever the file says. */
    static final int MAX_PACKET = 1 << 20;

    final Windows windows;

    /** Holds the packet. */
    byte[] bytes;

    int offset;
    int captured;

    /** Never less than {@link #captured}. */
    int wire;

    /** Nanoseconds since the epoch, never negative. */
    long time;

    /** LINKTYPE number. */
    int linkType;

    /** Packets that the capturing program says it lost. */
    long reportedDrops;

    @Nullable
    Damage damage;

    Records(Windows windows) {
        this.windows = windows;
        bytes = windows.bytes;
    }

    /** {@code "pcap"} or {@code "pcapng"}. */
    abstract String format();

    /** Reads the next packet; false at the end and at damage. */
    abstract boolean next();

    /** Ends the capture at the record that begins at {@code at}; always false. */
    final boolean damaged(long at, String cause) {
        if (damage == null) {
            damage = new Damage(at, windows.unpacked(), windows.failure == null ? cause : windows.failure);
        }
        return false;
    }

    /** Ends the capture where a record should begin that is not all there; always false. */
    final boolean ended(String what) {
        long rest = windows.rest();
        if (rest > 0 || windows.failure != null) {
            damaged(
                    windows.offset(),
                    "cut in the middle of " + what + " (" + rest + (rest == 1 ? " byte" : " bytes") + " left)");
        }
        return false;
    }

    final void setLengths(int captured, long wire) {
        this.captured = captured;
        this.wire = (int) Math.min(Math.max(wire, captured), Integer.MAX_VALUE);
    }
}
