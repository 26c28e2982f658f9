package dev.periplus.review;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.TestCaptures;
import dev.periplus.answer.Counter;
import dev.periplus.answer.Counters;
import dev.periplus.answer.FlowRecord;
import dev.periplus.engine.Engine;
import dev.periplus.engine.Knowledge;
import dev.periplus.flow.Flow;
import dev.periplus.rule.RuleLoader;
import dev.periplus.rule.RuleSet;
import dev.periplus.rulefile.RuleFolder;
import java.nio.file.Files;
import java.nio.file.Path;
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
        watcher = new RecordingWatcher();
        try (StateFolder state = StateFolder.of(folder, null, watcher)) {
            CaseReading reading = new CaseReading(state, settings, watcher, part);
            reading.run(captures, record -> {
                records.add(text(record));
                if (records.size() == interruptAt) {
                    watcher.stop();
                }
            });
            counters = reading.counters();
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
        try (var kept = Files.list(folder.resolve(".periplus"))) {
            assertTrue(kept.count() > 10, "every capture that stands alone is a part");
        }
        assertEquals(inParts, read(1, 0), "and again from the saved flows");
        Files.delete(folder.resolve(".periplus/readings.tsv"));
        assertEquals(read(Long.MAX_VALUE, 0), inParts);
        assertEquals(Set.copyOf(counters.counts()), Set.copyOf(ofParts.counts()));
        assertTrue(counters.get(Counter.PACKETS_TRACKED) > 0);
    }

    @Test
    void countersAreKeptByTheIdsOfTheRecord() throws Exception {
        read(Long.MAX_VALUE, 0);
        Counters read = counters;
        Path index = folder.resolve(".periplus/readings.tsv");
        String kept = Files.readString(index);
        assertTrue(kept.contains("\ncounter\tpackets.tracked\t" + read.get(Counter.PACKETS_TRACKED) + "\n"), kept);
        read(Long.MAX_VALUE, 0);
        assertEquals(read, counters, "from the saved flows");
        Files.writeString(index, kept.replace("counter\tpackets.tracked\t", "counter\tpackets.unheard-of\t"));
        read(Long.MAX_VALUE, 0);
        assertEquals(read, counters, "read again, because one of the counters is unknown");
        assertEquals(kept, Files.readString(index));
    }

    @Test
    void anInterruptedReadingGoesOnFromThePartsThatWereKept() throws Exception {
        List<String> some = read(1, 60);
        List<String> rest = read(1, 0);
        assertTrue(
                watcher.notes().stream().anyMatch(note -> note.matches(".* [1-9]\\d* read before, [1-9]\\d* to read")),
                watcher.notes().toString());
        assertFalse(some.size() == rest.size());
        Files.delete(folder.resolve(".periplus/readings.tsv"));
        assertEquals(read(Long.MAX_VALUE, 0), rest);
    }
}
