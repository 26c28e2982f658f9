package dev.periplus.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.decode.Checksums.State;
import org.junit.jupiter.api.Test;

class ChecksumTallyTest {
    private static int tally(int side, int right, int wrong) {
        int tally = 0;
        for (int i = 0; i < right; i++) {
            tally = ChecksumTally.with(tally, side, State.RIGHT);
        }
        for (int i = 0; i < wrong; i++) {
            tally = ChecksumTally.with(tally, side, State.WRONG);
        }
        return tally;
    }

    @Test
    void wrongOnesAreIgnoredWhereTheSideHasRightOnes() {
        for (int side = 0; side < 2; side++) {
            assertFalse(ChecksumTally.ignoresWrong(tally(side, 0, 0), side), "nothing is known");
            assertFalse(ChecksumTally.ignoresWrong(tally(side, 0, 9), side));
            assertTrue(ChecksumTally.ignoresWrong(tally(side, 1, 0), side));
            assertTrue(ChecksumTally.ignoresWrong(tally(side, 1, 16), side));
            assertFalse(ChecksumTally.ignoresWrong(tally(side, 1, 17), side), "they are nearly all wrong");
            assertFalse(ChecksumTally.ignoresWrong(tally(side, 5, 0), 1 - side), "of the other side");
        }
    }

    @Test
    void theFirstRightOneAfterWrongOnesIsNoticed() {
        assertTrue(ChecksumTally.isFirstRight(tally(1, 0, 3), 1));
        assertFalse(ChecksumTally.isFirstRight(tally(1, 0, 0), 1));
        assertFalse(ChecksumTally.isFirstRight(tally(1, 1, 3), 1));
    }

    @Test
    void countsStopBeforeTheyRunIntoOneAnother() {
        int tally = tally(1, 300, 300);
        assertEquals(0xffff_0000, tally);
        assertEquals(0x0000_ffff, tally(0, 300, 300));
        assertEquals(tally, ChecksumTally.with(tally, 1, State.OFFLOADED));
        assertEquals(tally, ChecksumTally.with(tally, 1, State.UNKNOWN));
    }
}
