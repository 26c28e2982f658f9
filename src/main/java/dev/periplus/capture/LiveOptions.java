package dev.periplus.capture;

import org.jspecify.annotations.Nullable;

/**
 * How interfaces are captured.
 *
 * @param filter a libpcap filter expression, or null for every packet
 * @param snapLength bytes of a packet that are captured at most
 * @param bufferBytes that the system keeps for packets not yet read, of each interface
 * @param promiscuous whether frames for other stations are wanted
 * @param monitor whether a wireless interface is put into monitor mode
 * @param means how packets come from the system
 * @param maxPackets capture ends after this many packets over all interfaces; 0 for no end
 * @param maxNanos it ends after this long; 0 for no end
 */
public record LiveOptions(
        @Nullable String filter,
        int snapLength,
        int bufferBytes,
        boolean promiscuous,
        boolean monitor,
        Direction direction,
        Means means,
        long maxPackets,
        long maxNanos) {
    /** Which packets of an interface are wanted. */
    public enum Direction {
        IN,
        OUT,
        INOUT
    }

    /** How packets come from the system. */
    public enum Means {
        /** By shared memory where that can be, else by libpcap. */
        BEST,
        /** By libpcap. */
        PCAP,
        /** By memory that the kernel of Linux shares. */
        MMAP
    }

    private static final int SNAP_LENGTH = 262_144;
    private static final int BUFFER = 64 << 20;

    /** Everything, until it is stopped. */
    public static final LiveOptions DEFAULT =
            new LiveOptions(null, SNAP_LENGTH, BUFFER, true, false, Direction.INOUT, Means.BEST, 0, 0);
}
