package dev.periplus.memory;

/**
 * Divides the heap among the tables that traffic fills. The launcher sets the heap ({@code --memory}); the JVM's own
 * default is a quarter of the machine.
 */
public final class Memory {
    /** What the program needs for itself: rules, registry, buffers. */
    private static final long RESERVED = 32L << 20;

    /** With this much, every table has its usual size. */
    private static final long USUAL = 1L << 30;

    private static final int PERCENT = 100;
    private static final int LEAST = 64;
    private static final long HEAP = Runtime.getRuntime().maxMemory();

    private Memory() {}

    /** A share of the heap. The rest is for what lives briefly. */
    public enum Share {
        /** Open flows. */
        FLOWS(30),
        /** Payload of flows that are still inspected, and what detectors keep of them. */
        UNDECIDED(9),
        /** Datagrams whose fragments are not complete. */
        FRAGMENTS(3),
        /** Lines and messages of flows that announce others, until they are complete. */
        STREAMS(4),
        /** Secrets of key logs and captures. */
        SECRETS(4);

        private final int percent;

        Share(int percent) {
            this.percent = percent;
        }
    }

    /** The largest heap, bytes. */
    public static long heap() {
        return HEAP;
    }

    /** Bytes of a share, at most this many. */
    public static long bytes(Share share, long atMost) {
        return bytes(HEAP, share, atMost);
    }

    static long bytes(long heap, Share share, long atMost) {
        return Math.min(atMost, free(heap) * share.percent / PERCENT);
    }

    /** Number of entries of this size that fit into a share, at most this many. */
    public static int most(Share share, int bytesEach, int atMost) {
        return (int) Math.max(Math.min(LEAST, atMost), bytes(share, (long) atMost * bytesEach) / bytesEach);
    }

    /** The size of a table that has {@code usual} entries where memory is plentiful: less in a heap under 1 GiB. */
    public static int scaled(int usual) {
        return scaled(HEAP, usual);
    }

    static int scaled(long heap, int usual) {
        long scaled = (long) (usual * Math.min(1.0, free(heap) / (double) USUAL));
        return (int) Math.max(Math.min(usual, LEAST), scaled);
    }

    private static long free(long heap) {
        return Math.max(RESERVED / 2, heap - RESERVED);
    }
}
