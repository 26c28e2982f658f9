package dev.periplus.correlate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HashedSetTest {
    @Test
    void holdsWhatASetHolds() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        HashedSet set = new HashedSet(Integer.MAX_VALUE);
        Set<Long> expected = new HashSet<>();
        for (int i = 0; i < 20_000; i++) {
            long hash = random.nextBoolean() ? random.nextInt(1, 5_000) : random.nextLong() | 2;
            assertEquals(expected.add(hash), set.add(hash), () -> "seed " + seed);
            assertEquals(expected.size(), set.size(), () -> "seed " + seed);
        }
        expected.forEach(hash -> assertTrue(set.contains(hash), () -> "seed " + seed));
    }

    @Test
    void leavesOutWhatComesOnceItIsFull() {
        HashedSet set = new HashedSet(100);
        for (int i = 1; i <= 200; i++) {
            assertEquals(i <= 100, set.add(i * 0x9e3779b97f4a7c15L));
        }
        assertEquals(100, set.size());
        assertFalse(set.contains(200 * 0x9e3779b97f4a7c15L));
    }
}
