package dev.periplus.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.answer.FlowRecord;
import dev.periplus.capture.CaptureOptions;
import dev.periplus.capture.CaptureSet;
import dev.periplus.capture.FilterException;
import dev.periplus.capture.PacketSink;
import dev.periplus.correlate.DuePacking;
import dev.periplus.correlate.DueSettling;
import dev.periplus.decode.ShardHash;
import dev.periplus.report.json.JsonFlow;
import dev.periplus.report.json.JsonText;
import dev.periplus.rule.RuleLoader;
import dev.periplus.rulefile.InvalidRulesException;
import dev.periplus.rulefile.RuleFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stages that run apart give the records of an engine. */
class StagesTest {
    private static final List<String> CAPTURES = captures();

    private static Engine.Settings settings;
    private static List<String> expected;

    private final JsonText text = new JsonText();
    private final JsonFlow json = new JsonFlow(text);

    @BeforeAll
    static void onOneMachine() throws FilterException, InvalidRulesException, IOException {
        Knowledge knowledge = RuleFolder.read(
                null, packaged -> Knowledge.load(new RuleLoader().packaged().load(), packaged, false));
        settings = Engine.Settings.of(knowledge, 1);
        expected = new ArrayList<>();
        try (Engine engine = new Engine(settings)) {
            engine.run(CAPTURES, new StagesTest().into(expected));
        }
        assertTrue(expected.size() > 100, "records " + expected.size());
    }

    private static List<String> captures() {
        try (Stream<Path> files = Files.list(Path.of("captures"))) {
            return files.map(Path::toString)
                    .filter(file -> file.matches(".*\\.(pcap|pcapng)"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The native record. */
    private String line(FlowRecord record) {
        text.clear();
        json.write(record);
        return text.toString();
    }

    private RecordTaker into(List<String> records) {
        return new RecordTaker() {
            @Override
            public void flow(FlowRecord record) {
                records.add(line(record));
            }
        };
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void theRecordsAreThoseOfAnEngine(int stages) throws IOException, FilterException {
        List<String> records = new ArrayList<>();
        RecordStage last = RecordStage.making(settings, CAPTURES.size(), CAPTURES::get, into(records));
        take(last, stages);
        assertEquals(expected, records);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 100})
    void theRecordsOfManyTasksAreThoseOfAnEngine(int tasks) throws IOException, FilterException {
        List<DuePacking.Part> parts = new ArrayList<>();
        DuePacking packing = new DuePacking(tasks, parts::add);
        take(RecordStage.dividing(settings, CAPTURES.size(), CAPTURES::get, packing), 2);
        parts.sort(Comparator.comparingLong(DuePacking.Part::number));
        Map<Long, String> records = new TreeMap<>();
        DueSettling.Taker taker = new DueSettling.Taker() {
            @Override
            public void total(long all) {
                assertEquals(expected.size(), all);
            }

            @Override
            public void record(FlowRecord record, long position) {
                records.put(position, line(record));
            }
        };
        Map<Integer, DueSettling> settling = new HashMap<>();
        for (DuePacking.Part part : parts) {
            settling.computeIfAbsent(
                            part.task(), task -> RecordStage.settling(settings, CAPTURES.size(), CAPTURES::get, taker))
                    .take(part.packed());
        }
        assertEquals(expected, new ArrayList<>(records.values()));
    }

    /** Reads the captures with so many stages before this one. */
    private static void take(RecordStage last, int stages) throws IOException, FilterException {
        List<FlowStage.Part> parts = new ArrayList<>();
        List<FlowStage> all = new ArrayList<>();
        for (int i = 0; i < stages; i++) {
            all.add(new FlowStage(settings, secrets -> {}, parts::add));
        }
        long end = read(all);
        for (FlowStage stage : all) {
            stage.end(end);
            stage.close();
        }
        parts.sort(Comparator.comparingLong(FlowStage.Part::from));
        for (FlowStage.Part part : parts) {
            last.take(part);
        }
        last.end();
    }

    /** Reads the captures; returns the latest time of all packets, whose times do not lie. */
    private static long read(List<FlowStage> stages) throws FilterException {
        long[] clock = {Long.MIN_VALUE / 2};
        PacketSink sink = (bytes, offset, captured, wire, time, link, capture, number) -> {
            clock[0] = Math.max(clock[0], time);
            int hash = ShardHash.addressHash(bytes, offset, captured, link);
            stages.get(Math.floorMod(hash, stages.size()))
                    .packet(bytes, offset, captured, wire, time, clock[0], link, capture, number);
        };
        try (CaptureSet set = new CaptureSet(CAPTURES, CaptureOptions.everything())) {
            set.read(sink);
        }
        return clock[0];
    }
}
