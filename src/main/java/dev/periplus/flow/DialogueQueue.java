package dev.periplus.flow;

import org.jspecify.annotations.Nullable;

/** The borrowed dialogues, the longest borrowed first; linked through the dialogues. */
final class DialogueQueue {
    private @Nullable Dialogue oldest;
    private @Nullable Dialogue newest;
    private int size;

    @Nullable
    Dialogue oldest() {
        return oldest;
    }

    int size() {
        return size;
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
    }
}
