package dev.periplus.review;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.answer.Counter;
import dev.periplus.answer.Counters;
import dev.periplus.answer.RunSummary.CaptureRead;
import dev.periplus.file.PartFile;
import dev.periplus.review.CaseState.Input;
import dev.periplus.review.CaseState.Reading;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CaseStateTest {
    private static final Counters COUNTERS = Counters.of(
            Counter.PACKETS_READ.count(12), Counter.PACKETS_DUPLICATE.count(3), Counter.TUNNEL.count("gre", 4));
    private static final Input WHOLE = input("aa", 0, new CaptureRead("-", "pcap", 5, 600, 10, 20, null, -1, "aa"));
    private static final Input DAMAGED =
            input("bb", 2, new CaptureRead("case/a\tb\n%2D é.pcap", null, 7, 800, 5, 30, "cut - off", 99, null));

    private final RecordingWatcher watcher = new RecordingWatcher();

    @TempDir
    Path folder;

    private Path kept = Path.of("");
    private StateFolder place;

    @BeforeEach
    void open() {
        kept = folder.resolve("state");
        place = StateFolder.of(folder, folder.resolve("own"), kept, watcher);
    }

    @AfterEach
    void close() throws IOException {
        place.close();
    }

    private static Input input(String id, int index, CaptureRead read) {
        return new Input(id, index, 3, read);
    }

    private CaseState state(String key) {
        return new CaseState(place, key, watcher);
    }

    private Reading add(CaseState state, Input... inputs) throws IOException {
        try (PartFile flows = state.begin()) {
            if (flows != null) {
                flows.out().write("flows".getBytes(StandardCharsets.UTF_8));
            }
            return state.add(List.of(inputs), COUNTERS, flows);
        }
    }

    private Path file(Reading reading) {
        return kept.resolve(Objects.requireNonNull(reading.file()));
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(kept)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void aNewCaseHasNoReadings() {
        assertEquals(List.of(), state("k").readings());
        assertNull(state("k").invalid());
    }

    @Test
    void readingsAreReadBackAsTheyWereWritten() throws IOException {
        CaseState state = state("k");
        List<Reading> written = List.of(add(state, WHOLE, DAMAGED), add(state, WHOLE));
        CaseState again = state("k");
        List<Reading> read = again.readings();
        assertEquals(written, read);
        assertEquals(5, read.get(0).first());
        assertEquals(30, read.get(0).last());
        try (InputStream flows = again.open(read.get(1))) {
            assertEquals("flows", new String(flows.readAllBytes(), StandardCharsets.UTF_8));
        }
        assertNull(again.invalid());
    }

    @Test
    void onlyTheUserCanReadWhatIsKept() throws IOException {
        add(state("k"), WHOLE);
        for (String name : files()) {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(kept.resolve(name));
            assertEquals("rw-------", PosixFilePermissions.toString(permissions), name);
        }
    }

    @Test
    void aRemovedReadingTakesItsFileAlong() throws IOException {
        CaseState state = state("k");
        Reading first = add(state, WHOLE);
        Reading second = add(state, DAMAGED);
        state.remove(first);
        assertFalse(Files.exists(file(first)));
        assertEquals(List.of(second), state("k").readings());
    }

    @Test
    void aReadingWithoutItsFileIsReadAgain() throws IOException {
        CaseState state = state("k");
        Reading first = add(state, WHOLE);
        Reading second = add(state, DAMAGED);
        Files.delete(file(first));
        assertEquals(List.of(second), state("k").readings());
        assertEquals(List.of("saved flows of 1 capture are damaged; read again"), watcher.notes());
    }

    @Test
    void aReadingWhoseFileChangedIsReadAgain() throws IOException {
        CaseState state = state("k");
        Reading first = add(state, WHOLE);
        Reading second = add(state, DAMAGED);
        Files.writeString(file(second), "flowz");
        assertEquals(List.of(first), state("k").readings());
        assertEquals(List.of("saved flows of 1 capture are damaged; read again"), watcher.notes());
        Files.delete(file(first));
        Files.createSymbolicLink(file(first), Files.writeString(folder.resolve("elsewhere"), "flows"));
        assertEquals(List.of(), state("k").readings(), "a link with the same bytes");
    }

    @Test
    void underAnotherKeyNothingHoldsAndOldFilesGoWithTheNextReading() throws IOException {
        Reading old = add(state("k"), WHOLE);
        add(state("k"), DAMAGED);
        CaseState other = state("other rules");
        assertEquals("saved flows are from another version, other rules or other options", other.invalid());
        assertEquals(List.of(), other.readings());
        assertTrue(Files.exists(file(old)), "until something was read again");
        Reading fresh = add(other, WHOLE);
        assertNull(other.invalid());
        assertEquals(List.of(fresh), state("other rules").readings());
        assertEquals(List.of(file(fresh).getFileName().toString(), "lock", "readings.tsv"), files());
    }

    @Test
    void flowsThatNoIndexNamesAreRemoved() throws IOException {
        Reading only = add(state("k"), WHOLE);
        Files.writeString(kept.resolve("flows-77"), "of a review that was killed");
        Files.writeString(kept.resolve("flows-77.txt"), "of the user");
        assertEquals(List.of(only), state("k").readings());
        assertEquals(List.of("flows-1", "flows-77.txt", "lock", "readings.tsv"), files());
    }

    /** An index that names files outside of the folder, sealed by another user: nothing is used and nothing removed. */
    @Test
    void theStateOfAnotherUserIsNotUsed() throws IOException {
        Path victim = Files.writeString(folder.resolve("victim"), "important");
        try (StateFolder theirs =
                StateFolder.of(folder, folder.resolve("their own"), folder.resolve("their"), watcher)) {
            CaseState state = new CaseState(theirs, "k", watcher);
            add(state, WHOLE);
        }
        Files.copy(folder.resolve("their/readings.tsv"), kept.resolve("readings.tsv"));
        Files.copy(folder.resolve("their/flows-1"), kept.resolve("flows-1"));
        CaseState copied = state("k");
        assertEquals(List.of(), copied.readings());
        assertEquals("saved flows are damaged, or this user did not write them", copied.invalid());
        for (String name : List.of(victim.toString(), "../victim", "..", "")) {
            List<String> lines =
                    List.of("k", "input\taa\t0\t0\t-\t-\t1\t1\t1\t1\t-\t-1\t-", "reading\t" + name + "\t00");
            for (String seal : List.of("", place.seal().of(lines))) {
                Files.write(
                        kept.resolve("readings.tsv"),
                        Stream.concat(lines.stream(), Stream.of("seal\t" + seal))
                                .toList());
                CaseState evil = state("k");
                assertEquals(List.of(), evil.readings(), name);
                add(evil, WHOLE);
                assertEquals("important", Files.readString(victim));
            }
        }
    }

    @Test
    void linksInPlaceOfFilesAreNotFollowed() throws IOException {
        Path victim = Files.writeString(folder.resolve("victim"), "important");
        for (String name : List.of("flows-1", "readings.tsv", "flows.part", "readings.tsv.part")) {
            Files.createSymbolicLink(kept.resolve(name), victim);
        }
        CaseState state = state("k");
        Reading reading = add(state, WHOLE);
        assertEquals(List.of(reading), state("k").readings());
        assertEquals("important", Files.readString(victim));
    }

    @Test
    void whereAFileCannotBeWrittenNothingMoreIsKeptAndTheReadingStands() throws IOException {
        CaseState state = state("k");
        Files.createDirectories(kept.resolve("readings.tsv/in the way"));
        Reading reading = add(state, WHOLE);
        assertEquals(List.of(reading), state.readings());
        assertEquals(1, watcher.notes().size(), watcher.notes().toString());
        assertTrue(watcher.notes().get(0).startsWith("nothing more is kept for the next review: "));
        assertNull(state.begin());
        assertNull(add(state, DAMAGED).file());
        assertEquals(2, state.readings().size());
        assertEquals(1, watcher.notes().size(), "said once");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "what\nis\tthis",
                "k\nreading",
                "k\ninput\taa\t0",
                "k\ninput\taa\tx\t0\t-\t-\t1\t1\t1\t1\t-\t-1\t-\nreading\tflows-1\t00",
                "k\ninput\taa\t0\t0\t%zz\t-\t1\t1\t1\t1\t-\t-1\t-\nreading\tflows-1\t00",
                "k\ncounter\tunheard-of\t1\nreading\tflows-1\t00",
                "k\ncounter\tpackets-read\tmany\nreading\tflows-1\t00",
                "k\nreading\tflows-1\u0000\t00"
            })
    void aDamagedIndexIsAsGoodAsNone(String index) throws IOException {
        add(state("k"), WHOLE);
        List<String> lines = index.lines().toList();
        String sealed = index + "\nseal\t" + place.seal().of(lines) + "\n";
        for (String text : List.of("", index, index + "\n", sealed)) {
            Files.writeString(kept.resolve("readings.tsv"), text);
            CaseState damaged = state("k");
            assertTrue(damaged.invalid() != null || text.equals(sealed));
            assertEquals(List.of(), damaged.readings());
            assertEquals(List.of(add(damaged, WHOLE)), state("k").readings());
        }
    }
}
