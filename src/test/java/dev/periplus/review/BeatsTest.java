package dev.periplus.review;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class BeatsTest {
    private static final long SECOND = 1_000_000_000L;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    @Test
    void aSteadyBeatScoresOne() {
        Beats beats =
                Beats.of(LongStream.range(0, 100).map(i -> i * 60 * SECOND).toArray());
        assertEquals(new Beats(60 * SECOND, 0, 100, 0, 1), beats);
    }

    @Test
    void jitterLowersItLittleAndMissedBeatsAreCounted() {
        long[] jittered = LongStream.range(0, 200)
                .map(i -> i * 60 * SECOND + (long) (random.nextDouble(-6, 6) * SECOND))
                .toArray();
        Beats beats = Beats.of(jittered);
        assertTrue(beats.score() > 0.9 && beats.jitter() < 0.12, "seed " + seed + " " + beats);
        long[] missing = LongStream.range(0, 100)
                .filter(i -> i % 10 != 5)
                .map(i -> i * 60 * SECOND)
                .toArray();
        assertEquals(10, Beats.of(missing).missed());
        assertTrue(Beats.of(missing).score() > 0.85);
    }

    @Test
    void aBreakOfHoursTellsNothing() {
        long[] times = LongStream.range(0, 60)
                .map(i -> i * 60 * SECOND + (i < 30 ? 0 : 7 * 3600 * SECOND + 17 * SECOND))
                .toArray();
        Beats beats = Beats.of(times);
        assertEquals(1, beats.score(), 1e-9);
        assertEquals(0, beats.missed());
    }

    @Test
    void timesAtRandomScoreLow() {
        for (int round = 0; round < 200; round++) {
            long[] times = new long[100];
            long now = 0;
            for (int i = 0; i < times.length; i++) {
                now += (long) (-Math.log(1 - random.nextDouble()) * 60 * SECOND);
                times[i] = now;
            }
            Beats beats = Beats.of(times);
            assertTrue(beats.score() < 0.6, "seed " + seed + " " + beats);
        }
    }

    @Test
    void fewTimesAndOneTimeAreNoBeat() {
        assertEquals(Beats.NONE, Beats.of(new long[0]));
        assertEquals(Beats.NONE, Beats.of(new long[] {5, 5, 6}));
    }
}
