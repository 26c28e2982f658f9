package dev.periplus.transfer;

/** Memory of what waits for bytes before it, of all flows of a shard together. */
final class HeldBytes {
    private final long most;
    private long bytes;

    HeldBytes(long most) {
        this.most = most;
    }

    void add(int count) {
        bytes += count;
    }

    void remove(int count) {
        bytes -= count;
    }

    /** Whether more waits than may. */
    boolean isExceeded() {
        return bytes > most;
    }
}
