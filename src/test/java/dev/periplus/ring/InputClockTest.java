package dev.periplus.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class InputClockTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long FAR = 2_000_000_000L;

    private final InputClock clock = new InputClock();

    /** Hears times in seconds; returns the clock after each. */
    private List<Long> hear(long... seconds) {
        List<Long> told = new ArrayList<>();
        for (long second : seconds) {
            clock.hear(second * SECOND);
            told.add(clock.now() / SECOND);
        }
        return told;
    }

    @Test
    void itFollowsThePacketsAndDoesNotGoBack() {
        assertEquals(List.of(100L, 110L, 110L, 160L, 160L), hear(100, 110, 105, 160, 101));
        assertFalse(clock.isDoubtful());
    }

    @Test
    void aPacketOfTheFarFutureIsNotBelieved() {
        assertEquals(List.of(100L, 101L, 101L, 102L, 103L), hear(100, 101, FAR, 102, 103));
    }

    @Test
    void aPacketOfThePastIsNotBelieved() {
        assertEquals(List.of(100_000L, 100_001L, 100_001L, 100_002L), hear(100_000, 100_001, 0, 100_002));
    }

    @Test
    void aSecondPacketConfirmsALeapAhead() {
        hear(100, 101, 7300);
        assertTrue(clock.isDoubtful());
        assertEquals(101, clock.now() / SECOND);
        assertTrue(clock.hear(7301 * SECOND));
        assertEquals(7300, clock.before() / SECOND, "the clock of the packet before");
        assertEquals(7301, clock.now() / SECOND);
        assertFalse(clock.hear(7302 * SECOND));
    }

    @Test
    void nothingCanConfirmTheLastPacket() {
        hear(100, 101, 7300);
        assertTrue(clock.end());
        assertEquals(7300, clock.now() / SECOND);
        assertEquals(7300, clock.before() / SECOND);
        clock.reset();
        hear(100, 101, FAR);
        assertFalse(clock.end());
        assertEquals(101, clock.now() / SECOND);
        assertFalse(clock.hear(102 * SECOND));
        assertFalse(clock.end());
    }

    @Test
    void packetsFarApartConfirmEachOther() {
        assertEquals(List.of(100L, 100L, 200L, 300L, 400L), hear(100, 200, 300, 400, 500));
    }

    /** An older capture follows: its flows fall silent as the time of its own packets passes. */
    @Test
    void afterALeapBackTheClockAdvancesFromWhereItIs() {
        assertEquals(List.of(7200L, 7201L, 7201L, 7202L, 7251L), hear(7200, 7201, 100, 101, 150));
        assertEquals(List.of(7251L, 7261L), hear(7200, 7210), "the leap ahead makes up for the leap back");
        assertEquals(List.of(7262L), hear(7211));
    }

    @Test
    void alternatingTimesDoNotAddUp() {
        for (int i = 0; i < 1000; i++) {
            hear(5000 + i / 100, 5000 + i / 100, 1000 + i / 100, 1000 + i / 100);
        }
        assertTrue(clock.now() / SECOND < 5100, () -> clock.now() / SECOND + " s");
    }

    @Test
    void ifTheFirstPacketLiesTheOthersAreBelieved() {
        assertEquals(List.of(FAR, FAR, 101L, 102L), hear(FAR, 100, 101, 102));
        assertEquals(102, clock.now() / SECOND);
    }

    @Test
    void butNotOnceTheFirstOneWasActedOn() {
        hear(FAR);
        clock.actedOn();
        assertEquals(List.of(FAR, FAR + 1, FAR + 2), hear(100, 101, 102));
    }

    @Test
    void itNeverGoesBackAndNeverOverflowsWhateverItHears() {
        long seed = System.nanoTime();
        System.out.println("InputClockTest seed " + seed);
        Random random = new Random(seed);
        clock.hear(0);
        clock.actedOn();
        long last = clock.now();
        for (int i = 0; i < 1_000_000; i++) {
            clock.hear(random.nextLong() >>> random.nextInt(60));
            assertTrue(clock.now() >= last, "seed " + seed);
            last = clock.now();
        }
    }
}
