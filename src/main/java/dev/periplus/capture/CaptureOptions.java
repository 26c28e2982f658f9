package dev.periplus.capture;

import org.jspecify.annotations.Nullable;

/**
 * Which packets to read from captures, and how much of each.
 *
 * @param filter a libpcap filter expression, or null for every packet
 * @param snapLength maximum captured bytes of a packet, the rest is left out; 0 for no limit
 * @param maxPackets reading ends after this many packets that matched the filter, over all captures; 0 for no limit
 */
public record CaptureOptions(@Nullable String filter, int snapLength, long maxPackets) {
    /** Rejects negative numbers. */
    public CaptureOptions {
        if (snapLength < 0 || maxPackets < 0) {
            throw new IllegalArgumentException("negative limit");
        }
    }

    /** Returns options that read every packet in full. */
    public static CaptureOptions everything() {
        return new CaptureOptions(null, 0, 0);
    }
}
