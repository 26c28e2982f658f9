package dev.periplus.review;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.answer.Counter;
import dev.periplus.answer.Counters;
import dev.periplus.answer.RunSummary.CaptureRead;
import dev.periplus.review.CaseState.Input;
import dev.periplus.review.CaseState.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CaseStateTest {
    private static final Counters COUNTERS = Counters.of(
            Counter.PACKETS_READ.count(12), Counter.PACKETS_DUPLICATE.count(3), Counter.TUNNEL.count("gre", 4));
    private static final Input WHOLE = input("aa", 0, new CaptureRead("-", "pcap", 5, 600, 10, 20, null, -1, "aa"));
    private static final Input DAMAGED =
            input("bb", 2, new CaptureRead("case/a\tb\n%2D é.pcap", null, 7, 800, 5, 30, "cut - off", 99, "bb"));

    @TempDir
    Path folder;

    private static Input input(String sha256, int index, CaptureRead read) {
        return new Input(sha256, index, 3, read);
    }

    private CaseState state(String key) throws IOException {
        return new CaseState(folder.resolve("state"), key);
    }

    private Reading add(CaseState state, Input... inputs) throws IOException {
        Files.writeString(state.next(), "flows");
        return state.add(List.of(inputs), COUNTERS);
    }

    @Test
    void aNewCaseHasNoReadings() throws IOException {
        assertEquals(List.of(), state("k").readings());
        assertFalse(state("k").isOutdated());
    }

    @Test
    void readingsAreReadBackAsTheyWereWritten() throws IOException {
        CaseState state = state("k");
        List<Reading> written = List.of(add(state, WHOLE, DAMAGED), add(state, WHOLE));
        List<Reading> read = state("k").readings();
        assertEquals(written, read);
        assertEquals(5, read.get(0).first());
        assertEquals(30, read.get(0).last());
        assertEquals("flows", Files.readString(read.get(1).file()));
        assertFalse(state("k").isOutdated());
    }

    @Test
    void aRemovedReadingTakesItsFileAlong() throws IOException {
        CaseState state = state("k");
        Reading first = add(state, WHOLE);
        Reading second = add(state, DAMAGED);
        state.remove(first);
        assertFalse(Files.exists(first.file()));
        assertEquals(List.of(second), state("k").readings());
    }

    @Test
    void aReadingWithoutItsFileIsForgotten() throws IOException {
        CaseState state = state("k");
        Reading first = add(state, WHOLE);
        Reading second = add(state, DAMAGED);
        Files.delete(first.file());
        assertEquals(List.of(second), state("k").readings());
    }

    @Test
    void underAnotherKeyNothingHoldsAndOldFilesGoWithTheNextReading() throws IOException {
        Reading old = add(state("k"), WHOLE);
        add(state("k"), DAMAGED);
        CaseState other = state("other rules");
        assertTrue(other.isOutdated());
        assertEquals(List.of(), other.readings());
        assertTrue(Files.exists(old.file()), "until something was read again");
        Reading fresh = add(other, WHOLE);
        assertFalse(other.isOutdated());
        assertEquals(List.of(fresh), state("other rules").readings());
        try (var files = Files.list(folder.resolve("state"))) {
            assertEquals(2, files.count(), "one file of flows, and the index");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "what\nis\tthis\n",
                "k\nreading\n",
                "k\ninput\taa\t0\n",
                "k\ninput\taa\tx\t0\t-\t-\t1\t1\t1\t1\t-\t-1\nreading\tflows-1\n",
                "k\ninput\taa\t0\t0\t%zz\t-\t1\t1\t1\t1\t-\t-1\nreading\tflows-1\n",
                "k\ncounter\tunheard-of\t1\nreading\tflows-1\n",
                "k\ncounter\tpackets-read\tmany\nreading\tflows-1\n",
                "k\nreading\tflows-1\u0000\n"
            })
    void aDamagedIndexIsAsGoodAsNone(String index) throws IOException {
        add(state("k"), WHOLE);
        Files.writeString(folder.resolve("state/readings.tsv"), index);
        CaseState damaged = state("k");
        assertTrue(damaged.isOutdated());
        assertEquals(List.of(), damaged.readings());
        assertEquals(List.of(add(damaged, WHOLE)), state("k").readings());
    }
}
