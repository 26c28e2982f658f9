package dev.periplus.correlate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.Places;
import dev.periplus.flow.DamagedStateException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tasks elsewhere make the records of one thread, of whole parts only. */
class DuePackingTest {
    private static final int CHANGED_COPIES = 3_000;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    private static List<String> onOneThread(long seed) {
        List<String> records = new ArrayList<>();
        Settler settler =
                new Settler(CorrelatorFixture.settling(Places.NONE), CorrelatorFixture.RULES, capture -> "a.pcap");
        CorrelatorFixture.correlate(new DirectMaking(settler, record -> records.add(RandomFlows.text(record))), seed);
        return records;
    }

    /** The records of a task, by their positions. */
    private static final class Records implements DueSettling.Taker {
        private final Map<Long, String> into;
        private long total;

        Records(Map<Long, String> into) {
            this.into = into;
        }

        @Override
        public void total(long records) {
            total = records;
        }

        @Override
        public void record(FlowRecord record, long position) {
            assertTrue(position <= total, position + " of " + total);
            assertEquals(null, into.put(position, RandomFlows.text(record)));
        }
    }

    private static DueSettling settling(DueSettling.Taker records) {
        return new DueSettling(CorrelatorFixture.settling(Places.NONE), 1, capture -> "a.pcap", records);
    }

    private static List<DuePacking.Part> packed(int tasks, long seed) {
        List<DuePacking.Part> parts = new ArrayList<>();
        CorrelatorFixture.correlate(new DuePacking(tasks, parts::add), seed);
        parts.sort(Comparator.comparingInt(DuePacking.Part::task).thenComparingLong(DuePacking.Part::number));
        return parts;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, DuePacking.MOST_TASKS})
    void theRecordsAreThoseOfOneThread(int tasks) throws DamagedStateException {
        List<String> expected = onOneThread(seed);
        String all = String.join("\n", expected);
        assertTrue(all.contains("on this server port"), "some rest on proven ports, seed " + seed);
        assertTrue(all.contains("answered_name"), "some have names, seed " + seed);
        assertTrue(all.contains("Encapsulation"), "some have copies or halves, seed " + seed);
        Map<Long, String> records = new TreeMap<>();
        List<DuePacking.Part> parts = packed(tasks, seed);
        assertTrue(parts.size() > 2, parts.size() + " parts");
        Map<Integer, DueSettling> settling = new TreeMap<>();
        for (DuePacking.Part part : parts) {
            settling.computeIfAbsent(part.task(), task -> settling(new Records(records)))
                    .take(part.packed());
        }
        assertTrue(settling.size() > tasks / 2, settling.size() + " tasks have something to do");
        assertEquals(expected, new ArrayList<>(records.values()), "seed " + seed);
        assertEquals(expected.size(), ((TreeMap<Long, String>) records).lastKey(), "seed " + seed);
    }

    @Test
    void recordsThatAreMadeHereTooAreTheSame() {
        List<String> records = new ArrayList<>();
        Settler settler =
                new Settler(CorrelatorFixture.settling(Places.NONE), CorrelatorFixture.RULES, capture -> "a.pcap");
        List<DuePacking.Part> parts = new ArrayList<>();
        RecordMaking here = new DirectMaking(settler, record -> records.add(RandomFlows.text(record)));
        CorrelatorFixture.correlate(new BothMaking(new DuePacking(3, parts::add), here), seed);
        assertEquals(onOneThread(seed), records, "seed " + seed);
        parts.sort(Comparator.comparingInt(DuePacking.Part::task).thenComparingLong(DuePacking.Part::number));
        assertEquals(texts(packed(3, seed)), texts(parts), "seed " + seed);
    }

    private static List<String> texts(List<DuePacking.Part> parts) {
        return parts.stream()
                .map(part -> part.task() + " " + part.number() + " " + Arrays.hashCode(part.packed()))
                .toList();
    }

    @Test
    void partsBeginWithTheNumberOfAllRecordsAndAreOfModerateSize() {
        for (DuePacking.Part part : packed(2, seed)) {
            assertTrue(part.packed().length < 1 << 18, part.packed().length + " bytes");
            assertEquals(part.number() < 0, part.packed().length == 14, "the first has the number only");
        }
    }

    @Test
    void everyCutIsDamage() {
        byte[] part = packed(200, seed).get(1).packed();
        for (int length = 0; length < part.length; length += 1 + length / 100) {
            byte[] cut = Arrays.copyOf(part, length);
            assertThrows(DamagedStateException.class, () -> take(cut), "cut at " + length + ", seed " + seed);
        }
        byte[] longer = Arrays.copyOf(part, part.length + 1);
        assertThrows(DamagedStateException.class, () -> take(longer), "more after the end");
    }

    private static void take(byte[] part) throws DamagedStateException {
        settling(new DueSettling.Taker() {
                    @Override
                    public void total(long records) {}

                    @Override
                    public void record(FlowRecord record, long position) {}
                })
                .take(part);
    }

    @Test
    void changedBytesAreReadOrRefused() {
        byte[] part = packed(200, seed).get(1).packed();
        int refused = 0;
        for (int i = 0; i < CHANGED_COPIES; i++) {
            byte[] changed = part.clone();
            for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
                changed[random.nextInt(changed.length)] = (byte) random.nextInt();
            }
            try {
                take(changed);
            } catch (DamagedStateException e) {
                refused++;
            } catch (RuntimeException | Error e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
        assertTrue(refused > CHANGED_COPIES / 10, refused + " refused, seed " + seed);
    }
}
