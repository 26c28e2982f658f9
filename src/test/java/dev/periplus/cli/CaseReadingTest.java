package dev.periplus.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.classify.FlowRecord;
import dev.periplus.flow.Flow;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Long readings are kept part by part. */
class CaseReadingTest {
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    Path folder;

    private List<String> captures = List.of();

    @BeforeEach
    void copyCaptures() throws Exception {
        List<String> copied = new ArrayList<>();
        for (Path capture : CapturesTest.captures().toList()) {
            copied.add(
                    Files.copy(capture, folder.resolve(capture.getFileName())).toString());
        }
        captures = copied;
    }

    /** @param interruptAt record at which the reading is interrupted, 0 for never */
    private List<String> read(long part, int interruptAt) throws Exception {
        err.reset();
        Terminal terminal = new Terminal(
                new PrintStream(new ByteArrayOutputStream(), false, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false,
                100,
                false);
        Engine.Settings settings = PathOptions.settings(PathOptions.declare("").parse(List.of()));
        List<String> records = new ArrayList<>();
        try (Interrupt interrupt = new Interrupt();
                StateFolder state = StateFolder.of(folder, null, terminal)) {
            new CaseReading(state, settings, interrupt, terminal, false, part).run(captures, record -> {
                records.add(text(record));
                if (records.size() == interruptAt) {
                    interrupt.stop();
                }
            });
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
        try (var kept = Files.list(folder.resolve(".periplus"))) {
            assertTrue(kept.count() > 10, "every capture that stands alone is a part");
        }
        assertEquals(inParts, read(1, 0), "and again from what was kept");
        Files.delete(folder.resolve(".periplus/readings.tsv"));
        assertEquals(read(Long.MAX_VALUE, 0), inParts);
    }

    @Test
    void anInterruptedReadingGoesOnFromThePartsThatWereKept() throws Exception {
        List<String> some = read(1, 60);
        List<String> rest = read(1, 0);
        assertTrue(
                err.toString(StandardCharsets.UTF_8).matches("(?s).* [1-9]\\d* read before, [1-9]\\d* to read.*"),
                err.toString(StandardCharsets.UTF_8));
        assertFalse(some.size() == rest.size());
        Files.delete(folder.resolve(".periplus/readings.tsv"));
        assertEquals(read(Long.MAX_VALUE, 0), rest);
    }
}
