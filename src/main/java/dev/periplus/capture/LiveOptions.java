package dev.periplus.capture;

import org.jspecify.annotations.Nullable;

/**
 * How to capture interfaces.
 *
 * @param filter a libpcap filter expression, or null for every packet
 * @param snapLength maximum captured bytes of a packet
 * @param bufferBytes size of the system's buffer for unread packets, per interface
 * @param promiscuous whether to capture frames for other stations
 * @param monitor whether to put a wireless interface into monitor mode
 * @param means how packets come from the system
 * @param maxPackets capture ends after this many packets over all interfaces; 0 for no limit
 * @param maxNanos capture ends after this long; 0 for no limit
 * @param untilDown whether an interface that goes down is not waited for
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
        long maxNanos,
        boolean untilDown) {
    /** Which direction of traffic to capture. */
    public enum Direction {
        IN,
        OUT,
        INOUT
    }

    /** How packets come from the system. */
    public enum Means {
        /** Through shared memory if possible, otherwise through libpcap. */
        BEST,
        /** Through libpcap. */
        PCAP,
        /** Through memory shared with the Linux kernel. */
        MMAP
    }

    private static final int SNAP_LENGTH = 262_144;
    private static final int BUFFER = 64 << 20;

    /** Captures everything until stopped. */
    public static final LiveOptions DEFAULT =
            new LiveOptions(null, SNAP_LENGTH, BUFFER, true, false, Direction.INOUT, Means.BEST, 0, 0, false);

    /** The same with a filter; null for every packet. */
    public LiveOptions with(@Nullable String expression) {
        return new LiveOptions(
                expression,
                snapLength,
                bufferBytes,
                promiscuous,
                monitor,
                direction,
                means,
                maxPackets,
                maxNanos,
                untilDown);
    }
}
