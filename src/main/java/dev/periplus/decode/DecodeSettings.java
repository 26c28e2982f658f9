package dev.periplus.decode;

/**
 * How packets are decoded. The fragment bounds hold for each shard.
 *
 * @param openTunnels whether packets inside tunnels are handed on too
 * @param fragmentedDatagrams how many unfinished datagrams are kept at most
 * @param fragmentBytes how many bytes they may take together
 * @param fragmentNanos how long a datagram may stay unfinished, in packet time
 */
public record DecodeSettings(boolean openTunnels, int fragmentedDatagrams, int fragmentBytes, long fragmentNanos) {
    private static final int LARGEST_DATAGRAM = 65_536;

    public DecodeSettings {
        if (fragmentedDatagrams < 1 || fragmentBytes < LARGEST_DATAGRAM || fragmentNanos < 0) {
            throw new IllegalArgumentException("fragment bounds too small");
        }
    }

    /** Tunnels opened; 1,024 datagrams, 16 MiB, 30 seconds. */
    public static DecodeSettings defaults() {
        return new DecodeSettings(true, 1024, 16 << 20, 30_000_000_000L);
    }

    public DecodeSettings withTunnels(boolean open) {
        return new DecodeSettings(open, fragmentedDatagrams, fragmentBytes, fragmentNanos);
    }
}
