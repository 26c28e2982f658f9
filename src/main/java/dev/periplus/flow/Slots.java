package dev.periplus.flow;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The open flows by number. Links between flows are arrays of numbers rather than references in the flows: a garbage
 * collector rescans every old object whose references change, and these links change with nearly every packet.
 */
final class Slots {
    /** No flow. */
    static final int NONE = -1;

    private static final int FIRST_CAPACITY = 1024;

    private @Nullable Flow[] flows;
    private int[] hashes;
    private int[] next;
    private int[] buckets;
    private int used;
    private int free;
    private int size;

    // Neighbours in the flow's IdleList.
    int[] idler;
    int[] busier;

    Slots() {
        clear();
    }

    /** Forgets all flows and releases their memory. */
    void clear() {
        flows = new Flow[FIRST_CAPACITY];
        hashes = new int[FIRST_CAPACITY];
        next = new int[FIRST_CAPACITY];
        idler = new int[FIRST_CAPACITY];
        busier = new int[FIRST_CAPACITY];
        buckets = new int[FIRST_CAPACITY];
        Arrays.fill(buckets, NONE);
        used = 0;
        free = NONE;
        size = 0;
    }

    int size() {
        return size;
    }

    /** Returns the flow with this number. */
    Flow get(int slot) {
        Flow flow = flows[slot];
        if (flow == null) {
            throw new IllegalStateException("no flow in slot " + slot);
        }
        return flow;
    }

    /** Returns the number of the first flow with this hash, or {@link #NONE}. */
    int first(int hash) {
        return same(buckets[hash & buckets.length - 1], hash);
    }

    /** Returns the number of the next flow with the same hash after {@code slot}, or {@link #NONE}. */
    int after(int slot) {
        return same(next[slot], hashes[slot]);
    }

    private int same(int slot, int hash) {
        int at = slot;
        while (at != NONE && hashes[at] != hash) {
            at = next[at];
        }
        return at;
    }

    /** Adds a flow and assigns its number. */
    void add(Flow flow, int hash) {
        int slot = free;
        if (slot == NONE) {
            if (used == flows.length) {
                grow();
            }
            slot = used++;
        } else {
            free = next[slot];
        }
        flows[slot] = flow;
        flow.slot = slot;
        hashes[slot] = hash;
        link(slot);
        size++;
    }

    private void link(int slot) {
        int bucket = hashes[slot] & buckets.length - 1;
        next[slot] = buckets[bucket];
        buckets[bucket] = slot;
    }

    void remove(Flow flow) {
        int slot = flow.slot;
        int bucket = hashes[slot] & buckets.length - 1;
        if (buckets[bucket] == slot) {
            buckets[bucket] = next[slot];
        } else {
            int at = buckets[bucket];
            while (next[at] != slot) {
                at = next[at];
            }
            next[at] = next[slot];
        }
        flows[slot] = null;
        next[slot] = free;
        free = slot;
        size--;
    }

    private void grow() {
        int capacity = Math.multiplyExact(flows.length, 2);
        flows = Arrays.copyOf(flows, capacity);
        hashes = Arrays.copyOf(hashes, capacity);
        next = Arrays.copyOf(next, capacity);
        idler = Arrays.copyOf(idler, capacity);
        busier = Arrays.copyOf(busier, capacity);
        buckets = new int[capacity];
        Arrays.fill(buckets, NONE);
        for (int slot = 0; slot < used; slot++) {
            link(slot);
        }
    }
}
