package dev.periplus.engine;

import java.util.Arrays;

/**
 * The packets seen last, by their hashes, with the time, the capture and the path of each. It has a fixed size: where many
 * packets have a place in common, a newer one overwrites the oldest, whose duplicate then passes as new. A place holds
 * enough of them that this takes more packets in a window than there are places, whatever the key of the hashes.
 */
final class SeenPackets {
    private static final int LONGS = 3;
    private static final int WAYS = 8;
    private static final long NEVER = Long.MIN_VALUE / 2;

    private final int captures;
    private final int places;
    private final long window;

    /** By slot: the hash, with the capture in place of its low bits; the time; the path. */
    private final long[] slots;

    /**
     * @param captures a power of two, more than there are captures; twice as many packets are kept
     * @param window nanoseconds after which a packet is forgotten
     */
    SeenPackets(int captures, long window) {
        this.captures = captures;
        this.window = window;
        places = captures / 4;
        slots = new long[LONGS * WAYS * places];
        Arrays.fill(slots, NEVER);
    }

    private int first(long hash) {
        return LONGS * WAYS * ((int) hash & places - 1);
    }

    void put(long hash, long time, int capture, long path) {
        int first = first(hash);
        int slot = first;
        for (int way = first + LONGS; way < first + WAYS * LONGS; way += LONGS) {
            slot = slots[way + 1] < slots[slot + 1] ? way : slot;
        }
        slots[slot] = hash & -captures | capture;
        slots[slot + 1] = time;
        slots[slot + 2] = path;
    }

    private boolean isHere(long hash, int slot) {
        return hash != 0 && (slots[slot] & -captures) == (hash & -captures);
    }

    private int captureOf(int slot) {
        return (int) slots[slot] & captures - 1;
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
