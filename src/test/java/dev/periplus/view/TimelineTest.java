package dev.periplus.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TimelineTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long START = 1_489_480_268L * SECOND;

    @Test
    void aShortTimeIsCutIntoSeconds() {
        Timeline timeline = new Timeline();
        timeline.add(START, "ssh");
        timeline.add(START + 2 * SECOND, "ssh");
        timeline.add(START + 2 * SECOND + 1, "");
        assertEquals(SECOND, timeline.step());
        assertEquals(START, timeline.start());
        List<Timeline.Line> rows = timeline.rows();
        assertEquals("ssh", rows.get(0).label());
        assertEquals("[1, 0, 1]", Arrays.toString(rows.get(0).flows()));
        assertEquals("[0, 0, 1]", Arrays.toString(rows.get(1).flows()));
    }

    @Test
    void stepsGrowUntilThereAreFewAndNoFlowIsLost() {
        long seed = System.nanoTime();
        System.out.println("TimelineTest seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 50; round++) {
            Timeline timeline = new Timeline();
            TreeMap<Long, Integer> times = new TreeMap<>();
            long reach = SECOND << random.nextInt(32);
            for (int i = 0; i < 500; i++) {
                long time = (random.nextBoolean() ? START : 0) + random.nextLong(reach);
                times.merge(time, 1, Integer::sum);
                timeline.add(time, "dns");
            }
            assertTrue(timeline.steps() <= Timeline.MOST_STEPS);
            long[] flows = timeline.rows().get(0).flows();
            assertEquals(500, Arrays.stream(flows).sum());
            for (int i = 0; i < flows.length; i++) {
                long from = timeline.start() + i * timeline.step();
                int there = times.subMap(from, from + timeline.step()).values().stream()
                        .mapToInt(count -> count)
                        .sum();
                assertEquals(there, flows[i]);
            }
        }
    }

    @Test
    void timesFarApartCostNoMoreThanTheirSteps() {
        Timeline timeline = new Timeline();
        timeline.add(0, "dns");
        timeline.add(Long.MAX_VALUE, "dns");
        timeline.add(Long.MIN_VALUE, "dns");
        assertTrue(timeline.steps() <= Timeline.MOST_STEPS);
        assertEquals(3, timeline.rows().get(0).all());
    }
}
