package dev.periplus.capture;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the packets of one capture, one at a time: {@link #next} moves on, the fields hold the packet. Plain, refilled
 * fields, because they are read for every packet. Damage ends the capture; bad bytes never throw.
 */
abstract class Records {
    /** Largest plausible packet; a longer one counts as damage, whatever the file states. */
    static final int MAX_PACKET = 1 << 20;

    final Windows windows;

    /** The buffer that holds the packet. */
    byte[] bytes;

    int offset;
    int captured;

    /** Wire length, at least {@link #captured}. */
    int wire;

    /** Nanoseconds since the epoch, never negative. */
    long time;

    /** LINKTYPE number. */
    int linkType;

    /** Packets that the capturing program reports as dropped. */
    long reportedDrops;

    /** Records too long to be read and passed over; each has a number of its own. */
    long skipped;

    @Nullable
    Damage damage;

    /** Receives what the file says besides packets; null if nobody asks. Set it before the first packet. */
    @Nullable
    Remarks remarks;

    /** Receives each block of secrets in the file, null for one that is too long; null if nobody asks. */
    @Nullable
    Consumer<byte @Nullable []> secrets;

    private boolean followed;

    Records(Windows windows) {
        this.windows = windows;
        bytes = windows.bytes;
    }

    /** {@code "pcap"} or {@code "pcapng"}. */
    abstract String format();

    /** Reads the next packet; returns false at the end and at damage. */
    abstract boolean next();

    /** Tells what the file says of the current packet. */
    void remark(Remarks to) {
        if (to.wantsAll()) {
            to.packet(Remarks.NOTHING);
        }
    }

    /** Keeps what {@link #head} returns; call it before the first packet. */
    void keepHead() {}

    /** Moves over the headers, up to the first packet. */
    void readHead() {}

    /** The headers that the next record depends on. */
    abstract byte[] head();

    /** Whether nothing but {@link #head} tells what the next record means. */
    boolean isDivisible() {
        return true;
    }

    /** Options of the section that the current packet belongs to, little-endian. */
    byte[] sectionOptions() {
        return new byte[0];
    }

    /** Ends these records because the header of another capture begins at the position; always returns false. */
    final boolean follows() {
        followed = true;
        return false;
    }

    /** Whether another capture begins where these records ended, as {@code cat} leaves it. */
    final boolean isFollowed() {
        return followed;
    }

    /** Ends the capture at the record that begins at {@code at}; always returns false. */
    final boolean damaged(long at, String cause) {
        if (damage == null) {
            damage = new Damage(at, windows.unpacked(), windows.failure == null ? cause : windows.failure);
        }
        return false;
    }

    /** Ends the capture at an incomplete record; always returns false. */
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
