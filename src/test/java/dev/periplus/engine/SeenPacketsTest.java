package dev.periplus.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SeenPacketsTest {
    private static final long SECOND = 1_000_000_000L;

    /** Two sensors whose clocks differ by seconds: a packet is found again after many others, whatever its hash. */
    @Test
    void whatWasSeenInTheWindowIsFoundAgain() {
        long seed = System.nanoTime();
        System.out.println("SeenPacketsTest seed " + seed);
        Random random = new Random(seed);
        SeenPackets seen = new SeenPackets(1 << 17, SECOND);
        long[] hashes = random.longs(20_000).toArray();
        for (int i = 0; i < hashes.length; i++) {
            seen.put(hashes[i], i, 0, 7);
        }
        int missed = 0;
        for (int i = 0; i < hashes.length; i++) {
            missed += seen.find(hashes[i], i, 1) == 0 ? 0 : 1;
            missed += seen.isCopy(hashes[i], i, 0, 8, 0) ? 0 : 1;
        }
        assertEquals(0, missed);
    }

    @Test
    void theOldestGoesFirst() {
        SeenPackets seen = new SeenPackets(4, SECOND);
        for (int i = 1; i <= 9; i++) {
            seen.put((long) i << 32, i, 0, 0);
        }
        assertEquals(-1, seen.find(1L << 32, 1, 1));
        assertEquals(0, seen.find(2L << 32, 2, 1));
        assertEquals(0, seen.find(9L << 32, 9, 1));
    }
}
