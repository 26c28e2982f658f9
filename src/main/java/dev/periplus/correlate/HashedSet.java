package dev.periplus.correlate;

/** A bounded set of 64-bit hashes. It drops additions once it is full. */
final class HashedSet {
    private static final int FIRST = 64;

    private final int most;
    private long[] table = new long[FIRST];
    private int size;

    HashedSet(int most) {
        this.most = most;
    }

    /** Returns true if the hash was absent and was added. */
    boolean add(long hash) {
        long key = key(hash);
        int place = place(key);
        if (table[place] == key || size == most) {
            return false;
        }
        table[place] = key;
        size++;
        if (size > table.length / 2) {
            grow();
        }
        return true;
    }

    boolean contains(long hash) {
        long key = key(hash);
        return table[place(key)] == key;
    }

    int size() {
        return size;
    }

    /** Maps 0 to 1, because 0 marks a free slot. */
    private static long key(long hash) {
        return hash == 0 ? 1 : hash;
    }

    private int place(long key) {
        int mask = table.length - 1;
        int place = (int) (key ^ key >>> 32) & mask;
        while (table[place] != 0 && table[place] != key) {
            place = place + 1 & mask;
        }
        return place;
    }

    private void grow() {
        long[] before = table;
        table = new long[2 * before.length];
        for (long key : before) {
            if (key != 0) {
                table[place(key)] = key;
            }
        }
    }
}
