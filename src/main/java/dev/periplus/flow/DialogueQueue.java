package dev.periplus.flow;

import org.jspecify.annotations.Nullable;

/**
 * The borrowed dialogues, the longest borrowed first; and, among those of about the same size, likewise. Linked through
 * the dialogues.
 */
final class DialogueQueue {
    /** Sizes are told apart by their number of bits. */
    private static final int SIZES = Integer.SIZE;

    private final @Nullable Dialogue[] oldestOfSize = new Dialogue[SIZES];
    private final @Nullable Dialogue[] newestOfSize = new Dialogue[SIZES];
    private @Nullable Dialogue oldest;
    private @Nullable Dialogue newest;
    private int size;
    private long bytes;

    @Nullable
    Dialogue oldest() {
        return oldest;
    }

    /** Returns one of the largest: the longest borrowed of those whose size has the most bits. */
    @Nullable
    Dialogue largest() {
        int at = SIZES - 1;
        while (at > 0 && oldestOfSize[at] == null) {
            at--;
        }
        return oldestOfSize[at];
    }

    int size() {
        return size;
    }

    /** Bytes of all of them together. */
    long bytes() {
        return bytes;
    }

    void add(Dialogue dialogue) {
        dialogue.older = newest;
        dialogue.newer = null;
        if (newest == null) {
            oldest = dialogue;
        } else {
            newest.newer = dialogue;
        }
        newest = dialogue;
        size++;
        dialogue.counted = dialogue.bytes();
        bytes += dialogue.counted;
        link(dialogue);
    }

    /** Looks at the bytes of a dialogue again. */
    void measure(Dialogue dialogue) {
        int now = dialogue.bytes();
        if (now != dialogue.counted) {
            unlink(dialogue);
            bytes += now - dialogue.counted;
            dialogue.counted = now;
            link(dialogue);
        }
    }

    void remove(Dialogue dialogue) {
        Dialogue before = dialogue.older;
        Dialogue after = dialogue.newer;
        if (before == null) {
            oldest = after;
        } else {
            before.newer = after;
        }
        if (after == null) {
            newest = before;
        } else {
            after.older = before;
        }
        dialogue.older = null;
        dialogue.newer = null;
        size--;
        unlink(dialogue);
        bytes -= dialogue.counted;
    }

    private static int sizeOf(Dialogue dialogue) {
        return SIZES - 1 - Integer.numberOfLeadingZeros(dialogue.counted);
    }

    private void link(Dialogue dialogue) {
        int at = sizeOf(dialogue);
        Dialogue last = newestOfSize[at];
        dialogue.olderOfSize = last;
        dialogue.newerOfSize = null;
        if (last == null) {
            oldestOfSize[at] = dialogue;
        } else {
            last.newerOfSize = dialogue;
        }
        newestOfSize[at] = dialogue;
    }

    private void unlink(Dialogue dialogue) {
        int at = sizeOf(dialogue);
        Dialogue before = dialogue.olderOfSize;
        Dialogue after = dialogue.newerOfSize;
        if (before == null) {
            oldestOfSize[at] = after;
        } else {
            before.newerOfSize = after;
        }
        if (after == null) {
            newestOfSize[at] = before;
        } else {
            after.olderOfSize = before;
        }
        dialogue.olderOfSize = null;
        dialogue.newerOfSize = null;
    }
}
