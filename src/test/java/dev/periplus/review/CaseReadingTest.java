package dev.periplus.review;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.TestCaptures;
import dev.periplus.answer.Counter;
import dev.periplus.answer.Counters;
import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.RunSummary.CaptureRead;
import dev.periplus.engine.Engine;
import dev.periplus.engine.Knowledge;
import dev.periplus.flow.Flow;
import dev.periplus.rule.RuleLoader;
import dev.periplus.rule.RuleSet;
import dev.periplus.rulefile.RuleFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Readings saved in parts, resumed and repeated. */
class CaseReadingTest {
    private RecordingWatcher watcher = new RecordingWatcher();

    @TempDir
    Path folder;

    private List<String> captures = List.of();
    private Counters counters = Counters.NONE;
    private List<CaptureRead> summaries = List.of();
    private RecordingWatcher.Step whenReadingBegins = () -> {};

    @BeforeEach
    void copyCaptures() throws Exception {
        List<String> copied = new ArrayList<>();
        for (Path capture : TestCaptures.all().toList()) {
            copied.add(
                    Files.copy(capture, folder.resolve(capture.getFileName())).toString());
        }
        captures = copied;
    }

    /** @param interruptAt number of the record at which the reading is interrupted, 0 for never */
    private List<String> read(long part, int interruptAt) throws Exception {
        RuleSet rules = new RuleLoader().packaged().load();
        Engine.Settings settings =
                Engine.Settings.of(RuleFolder.read(null, packaged -> Knowledge.load(rules, packaged, false)), 1);
        List<String> records = new ArrayList<>();
        watcher = new RecordingWatcher(whenReadingBegins);
        try (StateFolder state = StateFolder.of(folder, folder.resolve("own"), folder.resolve("kept"), watcher)) {
            CaseReading reading = new CaseReading(state, settings, watcher, part);
            reading.run(captures, record -> {
                records.add(text(record));
                if (records.size() == interruptAt) {
                    watcher.stop();
                }
            });
            counters = reading.counters();
            summaries = reading.captures();
        }
        records.sort(null);
        return records;
    }

    private static String text(FlowRecord record) {
        Flow flow = record.flow();
        return flow.start() + " " + flow.address(0) + ":" + flow.port(0) + " " + flow.address(1) + ":" + flow.port(1)
                + " " + (flow.bytes(0) + flow.bytes(1)) + " " + record.verdict().label() + " " + record.capture();
    }

    @Test
    void whatIsReadInPartsIsWhatIsReadAtOnce() throws Exception {
        List<String> inParts = read(1, 0);
        Counters ofParts = counters;
        try (var kept = Files.list(folder.resolve("kept"))) {
            assertTrue(kept.count() > 10, "every capture that stands alone is a part");
        }
        assertEquals(inParts, read(1, 0), "and again from the saved flows");
        Files.delete(folder.resolve("kept/readings.tsv"));
        assertEquals(read(Long.MAX_VALUE, 0), inParts);
        assertEquals(Set.copyOf(counters.counts()), Set.copyOf(ofParts.counts()));
        assertTrue(counters.get(Counter.PACKETS_TRACKED) > 0);
    }

    @Test
    void countersAreKeptByTheIdsOfTheRecord() throws Exception {
        read(Long.MAX_VALUE, 0);
        Counters read = counters;
        Path index = folder.resolve("kept/readings.tsv");
        String kept = Files.readString(index);
        assertTrue(kept.contains("\ncounter\tpackets.tracked\t" + read.get(Counter.PACKETS_TRACKED) + "\n"), kept);
        read(Long.MAX_VALUE, 0);
        assertEquals(read, counters, "from the saved flows");
        Files.writeString(index, kept.replace("counter\tpackets.tracked\t", "counter\tpackets.unheard-of\t"));
        read(Long.MAX_VALUE, 0);
        assertEquals(read, counters, "read again, because the index was changed");
        assertEquals(
                kept.replaceAll("(?m)^(reading|seal)\t.*$", ""),
                Files.readString(index).replaceAll("(?m)^(reading|seal)\t.*$", ""));
    }

    @Test
    void damagedFlowsAreReadAgain() throws Exception {
        List<String> once = read(1, 0);
        Path flows = folder.resolve("kept/flows-2");
        byte[] bytes = Files.readAllBytes(flows);
        bytes[bytes.length / 2] ^= 1;
        Files.write(flows, bytes);
        assertEquals(once, read(1, 0));
        assertTrue(watcher.notes().stream()
                .anyMatch(note -> note.matches("saved flows of \\d+ captures? are damaged;.*")));
        Files.write(flows, new byte[0]);
        assertEquals(once, read(1, 0));
        assertEquals(once, read(1, 0));
        assertFalse(watcher.notes().stream().anyMatch(note -> note.contains("damaged")));
    }

    /** The folder of the state goes away while the second review reads a capture that is new. */
    @Test
    void whatCannotBeKeptIsReadInOneGo() throws Exception {
        List<String> all = captures;
        captures = all.subList(1, all.size());
        read(1, 0);
        captures = all;
        whenReadingBegins = () -> {
            if (Files.exists(folder.resolve("kept"))) {
                Files.move(folder.resolve("kept"), folder.resolve("gone"));
            }
        };
        List<String> unkept = read(1, 0);
        assertEquals(
                1,
                watcher.notes().stream()
                        .filter(note -> note.contains("nothing more is kept"))
                        .count(),
                watcher.notes().toString());
        whenReadingBegins = () -> {};
        assertEquals(read(Long.MAX_VALUE, 0), unkept);
    }

    /** A capture grows between its hash and its last packet: its digest is not claimed, and it is read next time. */
    @Test
    void aCaptureThatChangesWhileItIsReadHasNoDigest() throws Exception {
        String growing = captures.get(0);
        whenReadingBegins = () -> Files.write(Path.of(growing), new byte[1], StandardOpenOption.APPEND);
        read(1, 0);
        whenReadingBegins = () -> {};
        List<CaptureRead> changed =
                summaries.stream().filter(read -> read.sha256() == null).toList();
        assertEquals(List.of(growing), changed.stream().map(CaptureRead::path).toList());
        assertTrue(String.valueOf(changed.get(0).problem()).contains("changed while it was read"));
        read(1, 0);
        assertTrue(summaries.stream().noneMatch(read -> read.sha256() == null));
        assertTrue(
                watcher.notes().get(0).endsWith(" 1 to read"), watcher.notes().toString());
    }

    @Test
    void anInterruptedReadingGoesOnFromThePartsThatWereKept() throws Exception {
        List<String> some = read(1, 60);
        List<String> rest = read(1, 0);
        assertTrue(
                watcher.notes().stream().anyMatch(note -> note.matches(".* [1-9]\\d* read before, [1-9]\\d* to read")),
                watcher.notes().toString());
        assertFalse(some.size() == rest.size());
        Files.delete(folder.resolve("kept/readings.tsv"));
        assertEquals(read(Long.MAX_VALUE, 0), rest);
    }
}
