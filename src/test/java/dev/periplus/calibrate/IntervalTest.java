package dev.periplus.calibrate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IntervalTest {
    /**
     * The "exact" rows of table I in R. G. Newcombe, "Two-sided confidence intervals for the single proportion",
     * Statistics in Medicine 17, 1998.
     */
    @ParameterizedTest
    @CsvSource({"81, 263, 0.2527, 0.3676", "15, 148, 0.0578, 0.1617", "0, 20, 0.0000, 0.1684", "1, 29, 0.0009, 0.1776"})
    void agreesWithPublishedIntervals(long some, long all, double low, double high) {
        Interval interval = Interval.of(some, all);
        assertEquals(low, interval.low(), 0.00005);
        assertEquals(high, interval.high(), 0.00005);
    }

    @Test
    void allOrNoneHasAClosedForm() {
        for (long all : new long[] {1, 2, 10, 5_000, 1_000_000}) {
            double end = Math.pow(0.025, 1.0 / all);
            assertEquals(new Interval(0, 1), Interval.of(0, 0));
            assertEquals(end, Interval.of(all, all).low(), 1e-9);
            assertEquals(1, Interval.of(all, all).high());
            assertEquals(1 - end, Interval.of(0, all).high(), 1e-9);
            assertEquals(0, Interval.of(0, all).low());
        }
    }

    @Test
    void atItsEndsTheCountHasAChanceOfTwoAndAHalfPercent() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 20; round++) {
            int all = 2 + random.nextInt(150);
            int some = 1 + random.nextInt(all - 1);
            Interval interval = Interval.of(some, all);
            String what = "seed " + seed + ": " + some + " of " + all;
            assertEquals(0.025, atMost(some, all, interval.high()), 1e-9, what);
            assertEquals(0.025, 1 - atMost(some - 1, all, interval.low()), 1e-9, what);
        }
    }

    /** The binomial sum in decimal arithmetic. */
    private static double atMost(int some, int all, double share) {
        MathContext digits = new MathContext(60);
        BigDecimal p = new BigDecimal(share);
        BigDecimal q = BigDecimal.ONE.subtract(p);
        BigDecimal ways = BigDecimal.ONE;
        BigDecimal sum = BigDecimal.ZERO;
        for (int k = 0; k <= some; k++) {
            sum = sum.add(ways.multiply(p.pow(k, digits)).multiply(q.pow(all - k, digits)), digits);
            ways = ways.multiply(BigDecimal.valueOf(all - k)).divide(BigDecimal.valueOf(k + 1), digits);
        }
        return sum.doubleValue();
    }

    @Test
    void largeCountsDoNotUnderflow() {
        Interval half = Interval.of(50_000, 100_000);
        assertEquals(0.5, (half.low() + half.high()) / 2, 1e-9);
        assertTrue(half.high() - half.low() > 0.006 && half.high() - half.low() < 0.0063, half.toString());
    }

    @Test
    void impossibleCountsAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> Interval.of(3, 2));
        assertThrows(IllegalArgumentException.class, () -> Interval.of(-1, 2));
    }
}
