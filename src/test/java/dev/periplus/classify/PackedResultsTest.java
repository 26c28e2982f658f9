package dev.periplus.classify;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Results come back as they were, also those that were encoded before and are not decoded on the way. */
class PackedResultsTest {
    private static final int RESULTS = 3_000;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    private InspectionResult result() {
        InspectionResult result = RandomResults.result(random, random.nextInt(4), random.nextInt(6));
        return random.nextInt(4) == 0 ? result.with(RandomResults.result(random, 2, 2)) : result;
    }

    private static byte[] written(List<? extends InspectionState> states) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PackedResults.Writer writer = new PackedResults.Writer();
        for (InspectionState state : states) {
            writer.write(state, new DataOutputStream(bytes));
        }
        return bytes.toByteArray();
    }

    private static List<InspectionState> read(byte[] bytes, int firstCapture, int results) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        PackedResults.Reader reader = new PackedResults.Reader(firstCapture, Integer.MAX_VALUE);
        List<InspectionState> read = new ArrayList<>();
        for (int i = 0; i < results; i++) {
            read.add(reader.read(in));
        }
        assertEquals(-1, in.read());
        return read;
    }

    private static List<InspectionResult> results(List<? extends InspectionState> states) {
        return states.stream().map(InspectionState::result).toList();
    }

    @Test
    void resultsComeBackAsTheyWere() throws IOException {
        List<InspectionResult> results = new ArrayList<>();
        List<InspectionState> states = new ArrayList<>();
        try (InspectionStore store = new InspectionStore(20_000)) {
            for (int i = 0; i < RESULTS; i++) {
                results.add(result());
                states.add(store.put(results.get(i)));
            }
            assertTrue(states.stream().anyMatch(InspectionStore.Stored.class::isInstance));
            assertEquals(results, results(read(written(states), 0, RESULTS)), "seed " + seed);
        }
    }

    /** Whoever writes them: their words get other numbers with each writer. */
    @Test
    void aCopyHasTheBytesOfTheResult() throws IOException {
        List<InspectionResult> results = new ArrayList<>();
        for (int i = 0; i < RESULTS; i++) {
            results.add(result());
        }
        List<InspectionState> encoded = read(written(results), 0, RESULTS);
        List<InspectionResult> some = results.subList(RESULTS / 2, RESULTS);
        byte[] copied = written(encoded.subList(RESULTS / 2, RESULTS));
        assertArrayEquals(written(some), copied, "seed " + seed);
        assertEquals(some, results(read(copied, 0, some.size())), "seed " + seed);
    }

    @Test
    void capturesAreCountedFromTheFirstOneOnce() throws IOException {
        List<InspectionResult> results = List.of(RandomResults.result(random, 3, 0));
        List<InspectionState> moved = read(written(results), 40, 1);
        InspectionResult again = read(written(moved), 0, 1).get(0).result();
        for (int i = 0; i < 3; i++) {
            int capture = results.get(0).evidence().get(i).capture();
            assertEquals(capture + 40, again.evidence().get(i).capture(), "seed " + seed);
        }
    }
}
