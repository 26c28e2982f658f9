package dev.periplus.engine;

import java.util.Arrays;

/**
 * The packets seen last, by their hashes, with the time, the capture and the path of each. It has a fixed size: of two
 * packets with a place in common, a newer one overwrites the older, whose duplicate then passes as new.
 */
final class SeenPackets {
    private static final int LONGS = 3;
    private static final int WAYS = 2;
    private static final long NEVER = Long.MIN_VALUE / 2;

    private final int places;
    private final long window;

    /** By slot: the hash, with the capture in place of its low bits; the time; the path. */
    private final long[] slots;

    /**
     * @param places a power of two, more than there are captures
     * @param window nanoseconds after which a packet is forgotten
     */
    SeenPackets(int places, long window) {
        this.places = places;
        this.window = window;
        slots = new long[LONGS * WAYS * places];
        Arrays.fill(slots, NEVER);
    }

    private int first(long hash) {
        return LONGS * WAYS * ((int) hash & places - 1);
    }

    void put(long hash, long time, int capture, long path) {
        int one = first(hash);
        int other = one + LONGS;
        int slot = slots[one + 1] <= slots[other + 1] ? one : other;
        slots[slot] = hash & -places | capture;
        slots[slot + 1] = time;
        slots[slot + 2] = path;
    }

    private boolean isHere(long hash, int slot) {
        return hash != 0 && (slots[slot] & -places) == (hash & -places);
    }

    private int captureOf(int slot) {
        return (int) slots[slot] & places - 1;
    }

    /** Returns another capture that had the packet less than a window ago, or -1. */
    int find(long hash, long time, int capture) {
        int one = first(hash);
        for (int slot = one; slot < one + WAYS * LONGS; slot += LONGS) {
            if (isHere(hash, slot) && captureOf(slot) != capture && Math.abs(time - slots[slot + 1]) < window) {
                return captureOf(slot);
            }
        }
        return -1;
    }

    /** Whether this capture had the packet so long ago, from another place. */
    boolean isCopy(long hash, long time, int capture, long path, long delay) {
        int one = first(hash);
        for (int slot = one; slot < one + WAYS * LONGS; slot += LONGS) {
            if (isHere(hash, slot)
                    && captureOf(slot) == capture
                    && slots[slot + 2] != path
                    && Math.abs(time - slots[slot + 1] - delay) < window / 2) {
                return true;
            }
        }
        return false;
    }
}
