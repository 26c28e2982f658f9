package dev.periplus.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.memory.Memory.Share;
import org.junit.jupiter.api.Test;

class MemoryTest {
    private static final long MEBI = 1 << 20;

    @Test
    void aLargeHeapGivesTablesTheirUsualSize() {
        assertEquals(100_000, Memory.scaled(2048 * MEBI, 100_000));
        assertEquals(16 * MEBI, Memory.bytes(2048 * MEBI, Share.FRAGMENTS, 16 * MEBI));
    }

    @Test
    void aSmallHeapGivesThemLessButNeverNothing() {
        assertEquals(9_375, Memory.scaled(128 * MEBI, 100_000));
        assertEquals(64, Memory.scaled(128 * MEBI, 70));
        assertEquals(3, Memory.scaled(16 * MEBI, 3));
        assertTrue(Memory.scaled(1, 100_000) > 64);
    }

    @Test
    void allSharesTogetherLeaveRoomForTheProgram() {
        for (long heap = 64 * MEBI; heap < 16_384 * MEBI; heap *= 2) {
            long sum = 0;
            for (Share share : Share.values()) {
                sum += Memory.bytes(heap, share, Long.MAX_VALUE);
            }
            assertTrue(sum < heap / 2, heap + ": " + sum);
        }
    }

    @Test
    void aQuotaMayBePartOfAnother() {
        Quota all = new Quota(3);
        Quota one = new Quota(2, all);
        Quota other = new Quota(2, all);
        assertTrue(one.take() && one.take());
        assertFalse(one.take(), "its own is used up");
        assertTrue(other.take());
        assertFalse(other.take(), "the shared one is used up");
    }
}
