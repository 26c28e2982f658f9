package dev.periplus.correlate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class BoundedListsTest {
    private final BoundedLists<String, Integer> lists = new BoundedLists<>(5, 3);

    private void add(String key, int... items) {
        for (int item : items) {
            lists.add(key, item, known -> known == item);
        }
    }

    private List<Integer> of(String key) {
        return List.copyOf(lists.of(key));
    }

    @Test
    void aFullListDropsItsOldest() {
        assertTrue(lists.isEmpty());
        add("a", 1, 2, 3, 4);
        assertEquals(List.of(2, 3, 4), of("a"));
        assertEquals(List.of(), of("b"));
    }

    @Test
    void anItemReplacesTheOneItEquals() {
        add("a", 1, 2, 1);
        assertEquals(List.of(2, 1), of("a"));
    }

    @Test
    void beyondTheLimitOfAllTheListBegunFirstGoes() {
        add("a", 1, 2);
        add("b", 1, 2, 3);
        add("a", 2);
        assertEquals(List.of(1, 2), of("a"));
        add("c", 1);
        assertEquals(List.of(), of("a"));
        assertEquals(List.of(1, 2, 3), of("b"));
        add("a", 9);
        assertEquals(List.of(9), of("a"));
        add("c", 2);
        assertEquals(List.of(), of("b"));
        assertEquals(List.of(1, 2), of("c"));
    }
}
