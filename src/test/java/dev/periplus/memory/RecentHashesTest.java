package dev.periplus.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RecentHashesTest {
    @Test
    void theOldestGoesFirst() {
        RecentHashes hashes = new RecentHashes(100);
        for (long hash = 1; hash <= 150; hash++) {
            hashes.add(hash);
        }
        assertFalse(hashes.contains(50));
        assertTrue(hashes.contains(51));
        assertTrue(hashes.contains(150));
    }

    @Test
    void aRenewedHashIsTheLatest() {
        RecentHashes hashes = new RecentHashes(100);
        for (long hash = 1; hash <= 100; hash++) {
            hashes.add(hash);
        }
        hashes.add(1);
        hashes.renew(2);
        hashes.add(101);
        hashes.add(102);
        assertFalse(hashes.contains(1));
        assertTrue(hashes.contains(2));
    }

    @Test
    void placesDoNotMove() {
        RecentHashes hashes = new RecentHashes(1000);
        int first = hashes.add(7);
        for (long hash = 100; hash < 900; hash++) {
            hashes.add(hash);
        }
        assertEquals(first, hashes.find(7));
        assertEquals(RecentHashes.NONE, hashes.find(8));
        assertTrue(hashes.places() <= 1000);
    }

    @Test
    void holdsWhatASetOfTheLatestHolds() {
        long seed = System.nanoTime();
        System.out.println("RecentHashesTest seed " + seed);
        Random random = new Random(seed);
        int most = 64 + random.nextInt(500);
        RecentHashes hashes = new RecentHashes(most);
        Set<Long> model = new LinkedHashSet<>();
        for (int i = 0; i < 200_000; i++) {
            // Few homes, so that the table has long runs that cross its end.
            long hash = (long) random.nextInt(2 * most) << 33 | random.nextInt(3);
            assertEquals(model.contains(hash), hashes.contains(hash));
            hashes.add(hash);
            model.add(hash);
            if (model.size() > most) {
                model.remove(model.iterator().next());
            }
        }
        hashes.clear();
        assertTrue(hashes.isEmpty());
        assertFalse(hashes.contains(0));
    }
}
