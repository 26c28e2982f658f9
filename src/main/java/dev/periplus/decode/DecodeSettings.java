package dev.periplus.decode;

import dev.periplus.memory.Memory;
import dev.periplus.memory.Memory.Share;

/**
 * Decoder settings.
 *
 * @param openTunnels whether to pass on packets inside tunnels
 * @param frames whether to pass on frames without IP
 * @param fragmentedDatagrams maximum number of incomplete datagrams
 * @param fragmentBytes maximum bytes of all incomplete datagrams together
 * @param fragmentNanos how long a datagram may stay incomplete, in packet time
 */
public record DecodeSettings(
        boolean openTunnels, boolean frames, int fragmentedDatagrams, int fragmentBytes, long fragmentNanos) {
    private static final int LARGEST_DATAGRAM = 65_536;

    public DecodeSettings {
        if (fragmentedDatagrams < 1 || fragmentBytes < LARGEST_DATAGRAM || fragmentNanos < 0) {
            throw new IllegalArgumentException("the bounds for fragments are too small");
        }
    }

    /** Returns the defaults: tunnels opened, frames passed on; 1,024 datagrams, 16 MiB or less if the heap is small, 30 seconds. */
    public static DecodeSettings defaults() {
        return new DecodeSettings(true, true, 1024, (int) Memory.bytes(Share.FRAGMENTS, 16 << 20), 30_000_000_000L);
    }

    /** Returns the bounds of one of several decoders that share these. */
    public DecodeSettings sharedBy(int decoders) {
        int bytes = Math.max(LARGEST_DATAGRAM, fragmentBytes / decoders);
        return new DecodeSettings(openTunnels, frames, fragmentedDatagrams, bytes, fragmentNanos);
    }

    public DecodeSettings withTunnels(boolean open) {
        return new DecodeSettings(open, frames, fragmentedDatagrams, fragmentBytes, fragmentNanos);
    }

    public DecodeSettings withFrames(boolean passedOn) {
        return new DecodeSettings(openTunnels, passedOn, fragmentedDatagrams, fragmentBytes, fragmentNanos);
    }
}
