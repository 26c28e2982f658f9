package dev.periplus.address;

/**
 * Hashes of what traffic chooses, for tables in memory. Each run has its own keys, so nobody can choose addresses, ports
 * or tunnels that fall into one chain of a table and make each look-up walk through all of them.
 *
 * <p>How it works. The 32-bit words of an address are multiplied by a key each and added up. Two addresses collide with
 * a chance of at most 2^-32, whatever they are (Lemire and Kaser, "Strongly universal string hashing is fast", 2014,
 * section 3). The sum is linear, so it is mixed before it is combined with others: otherwise pairs of addresses could be
 * chosen whose sums cancel out.
 *
 * <p>No hash may reach a result: records are the same whatever the keys are.
 */
public final class KeyedHash {
    private static final long WORD = 0xffff_ffffL;

    private static final long START;
    private static final long HIGH_HIGH;
    private static final long HIGH_LOW;
    private static final long LOW_HIGH;
    private static final long LOW_LOW;
    private static final long PORT;
    private static final long MORE_START;
    private static final long MORE_HIGH;
    private static final long MORE_LOW;

    static {
        long[] keys = HashKeys.draw(9);
        START = keys[0];
        HIGH_HIGH = keys[1];
        HIGH_LOW = keys[2];
        LOW_HIGH = keys[3];
        LOW_LOW = keys[4];
        PORT = keys[5];
        MORE_START = keys[6];
        MORE_HIGH = keys[7];
        MORE_LOW = keys[8];
    }

    private KeyedHash() {}

    /** Returns a well-spread 64-bit hash of an address. */
    public static long of(long high, long low) {
        return Address.mix(sum(high, low));
    }

    /** Returns a well-spread 64-bit hash of a port on a host. */
    public static long of(long high, long low, int port) {
        return Address.mix(sum(high, low) + port * PORT);
    }

    /** Adds a number to a hash. */
    public static long with(long hash, long more) {
        return Address.mix(hash + MORE_START + (more >>> Integer.SIZE) * MORE_HIGH + (more & WORD) * MORE_LOW);
    }

    private static long sum(long high, long low) {
        return START
                + (high >>> Integer.SIZE) * HIGH_HIGH
                + (high & WORD) * HIGH_LOW
                + (low >>> Integer.SIZE) * LOW_HIGH
                + (low & WORD) * LOW_LOW;
    }
}
