package dev.periplus.capture;

import org.jspecify.annotations.Nullable;

/**
 * What of the captures is wanted.
 *
 * @param filter a libpcap filter expression, or null for every packet
 * @param snapLength captured bytes of a packet beyond this many are left out; 0 for none
 * @param maxPackets reading ends after this many packets that passed the filter, over all captures; 0 for no end
 */
public record CaptureOptions(@Nullable String filter, int snapLength, long maxPackets) {
    /** Checks that the numbers are not negative. */
    public CaptureOptions {
        if (snapLength < 0 || maxPackets < 0) {
            throw new IllegalArgumentException("negative limit");
        }
    }

    /** Every packet, whole. */
    public static CaptureOptions everything() {
        return new CaptureOptions(null, 0, 0);
    }
}
