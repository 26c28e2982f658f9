package dev.periplus.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;

class DialogueQueueTest {
    private final DialogueQueue queue = new DialogueQueue();

    private Dialogue add() {
        Dialogue dialogue = new Dialogue();
        queue.add(dialogue);
        return dialogue;
    }

    @Test
    void theLongestBorrowedIsTheOldestWhoeverComesBack() {
        Dialogue first = add();
        Dialogue second = add();
        Dialogue third = add();
        queue.remove(second);
        assertSame(first, queue.oldest());
        queue.remove(first);
        assertSame(third, queue.oldest());
        queue.add(first);
        queue.remove(third);
        assertSame(first, queue.oldest());
        assertEquals(1, queue.size());
        queue.remove(first);
        assertNull(queue.oldest());
        assertEquals(0, queue.size());
    }
}
