package dev.periplus.memory;

import java.util.Arrays;

/**
 * The latest of 64-bit hashes, each with a place in a ring by which others keep what belongs to it. Bounded; the oldest
 * hash goes first. An entry takes 16 bytes and is found at the second or third memory access.
 *
 * <p>How it works. The ring holds the hashes in the order in which they came; an open table finds their places. Both
 * grow up to the bound.
 */
public final class RecentHashes {
    /** No such hash. */
    public static final int NONE = -1;

    private static final int FIRST = 64;

    private final int most;
    private long[] ring = new long[FIRST];

    /** Places, or {@link #NONE}; at most half full. */
    private int[] table = emptyTable(2 * FIRST);

    /** Places in use, and the next one. */
    private int used;

    private int next;

    /** @param most at least 64 are kept in any case */
    public RecentHashes(int most) {
        this.most = Math.max(FIRST, most);
    }

    private static int[] emptyTable(int length) {
        int[] table = new int[length];
        Arrays.fill(table, NONE);
        return table;
    }

    /** All places are below this; it grows only when a hash is added. */
    public int places() {
        return ring.length;
    }

    public boolean isEmpty() {
        return used == 0;
    }

    public boolean contains(long hash) {
        return find(hash) != NONE;
    }

    /** Returns the place of a hash, or {@link #NONE}. */
    public int find(long hash) {
        return table[entryOf(hash)];
    }

    /** Adds a hash unless it is there; a hash that is there keeps its age. Returns its place. */
    public int add(long hash) {
        int place = find(hash);
        return place == NONE ? put(hash) : place;
    }

    /** Adds a hash as the latest, even if it is there. Returns its place. */
    public int renew(long hash) {
        int entry = entryOf(hash);
        if (table[entry] != NONE) {
            clear(entry);
        }
        return put(hash);
    }

    /** Forgets all hashes and releases their memory. */
    public void clear() {
        ring = new long[FIRST];
        table = emptyTable(2 * FIRST);
        used = 0;
        next = 0;
    }

    private int put(long hash) {
        if (used == ring.length && used < most) {
            grow();
        }
        int place = next;
        if (place < used) {
            int oldest = entryOf(ring[place]);
            if (table[oldest] == place) {
                clear(oldest);
            }
        } else {
            used++;
        }
        ring[place] = hash;
        table[entryOf(hash)] = place;
        next = place + 1 == most ? 0 : place + 1;
        return place;
    }

    private void grow() {
        ring = Arrays.copyOf(ring, Math.min(most, 2 * ring.length));
        int[] before = table;
        table = emptyTable(2 * before.length);
        for (int place : before) {
            if (place != NONE) {
                table[entryOf(ring[place])] = place;
            }
        }
    }

    /** The entry of the table that holds the place of a hash, or the free one where it belongs. */
    private int entryOf(long hash) {
        int mask = table.length - 1;
        int entry = home(hash);
        while (table[entry] != NONE && ring[table[entry]] != hash) {
            entry = entry + 1 & mask;
        }
        return entry;
    }

    private int home(long hash) {
        return (int) (hash ^ hash >>> 32) & table.length - 1;
    }

    /** Frees an entry, and moves those that follow to where they are found. */
    private void clear(int entry) {
        int mask = table.length - 1;
        int free = entry;
        table[free] = NONE;
        for (int at = free + 1 & mask; table[at] != NONE; at = at + 1 & mask) {
            int away = at - home(ring[table[at]]) & mask;
            if (away >= (at - free & mask)) {
                table[free] = table[at];
                table[at] = NONE;
                free = at;
            }
        }
    }
}
