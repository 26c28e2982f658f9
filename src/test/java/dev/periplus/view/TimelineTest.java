package dev.periplus.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.answer.FlowRecord;
import dev.periplus.report.Records;
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
    void flowsCountWhereTheyStartAndTheLabelOfMostFlowsComesFirst() {
        Timeline timeline = new Timeline();
        FlowRecord dns =
                Records.udp("10.0.0.1", "10.0.0.2", 53).label("dns", 0.9).made();
        for (FlowRecord record :
                List.of(Records.udp("10.0.0.1", "10.0.0.2", 4000).made(), dns, dns)) {
            timeline.accept(record);
        }
        assertEquals(dns.flow().start(), timeline.start());
        assertEquals(1, timeline.slots().size());
        assertEquals(
                List.of("dns 2", "null 1"),
                timeline.rows().stream()
                        .map(row -> row.label() + " " + row.all())
                        .toList());
    }

    @Test
    void withoutFlowsThereIsNothing() {
        Timeline timeline = new Timeline();
        assertEquals(0, timeline.start());
        assertEquals(List.of(), timeline.slots());
        assertEquals(List.of(), timeline.rows());
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
            assertTrue(timeline.slots().size() <= Timeline.MOST_SLOTS);
            long[] flows = timeline.rows().get(0).flows();
            assertEquals(500, Arrays.stream(flows).sum());
            for (int i = 0; i < flows.length; i++) {
                Timeline.Slot slot = timeline.slots().get(i);
                long from = slot.start();
                int there = times.subMap(from, from + slot.steps() * timeline.step()).values().stream()
                        .mapToInt(count -> count)
                        .sum();
                assertEquals(there, flows[i]);
            }
        }
    }

    @Test
    void yearsWithoutFlowsAreOneSlotAndMinutesStaySeen() {
        Timeline timeline = new Timeline();
        long year = 365L * 86_400 * SECOND;
        for (int i = 0; i < 100; i++) {
            timeline.add(START + i * SECOND, "ssh");
            timeline.add(START + 20 * year + i * SECOND, "dns");
        }
        assertEquals(SECOND, timeline.step());
        List<Timeline.Slot> slots = timeline.slots();
        assertEquals(201, slots.size());
        assertEquals(new Timeline.Slot(START + 100 * SECOND, 20 * year / SECOND - 100), slots.get(100));
        for (int i = 1; i < slots.size(); i++) {
            Timeline.Slot before = slots.get(i - 1);
            assertEquals(before.start() + before.steps() * SECOND, slots.get(i).start());
        }
        assertEquals(0, timeline.rows().get(0).flows()[100]);
    }

    @Test
    void timesFarApartCostNoMoreThanTheirSteps() {
        Timeline timeline = new Timeline();
        timeline.add(0, "dns");
        timeline.add(Long.MAX_VALUE, "dns");
        timeline.add(Long.MIN_VALUE, "dns");
        assertTrue(timeline.slots().size() <= Timeline.MOST_SLOTS);
        assertEquals(3, timeline.rows().get(0).all());
    }
}
