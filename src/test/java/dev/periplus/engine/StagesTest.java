package dev.periplus.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.answer.FlowRecord;
import dev.periplus.capture.CaptureOptions;
import dev.periplus.capture.CaptureSet;
import dev.periplus.capture.FilterException;
import dev.periplus.capture.PacketSink;
import dev.periplus.decode.ShardHash;
import dev.periplus.rule.RuleLoader;
import dev.periplus.rulefile.InvalidRulesException;
import dev.periplus.rulefile.RuleFolder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stages that run apart give the records of an engine. */
class StagesTest {
    private static final List<String> CAPTURES = List.of(
            "captures/edt.pcapng",
            "captures/framehawk-gateway.pcapng",
            "captures/framehawk-xenapp.pcapng",
            "captures/hdx-audio.pcap");

    private static RecordTaker into(List<String> records) {
        return new RecordTaker() {
            @Override
            public void flow(FlowRecord record) {
                List<String> says = record.evidence().stream()
                        .map(piece -> piece.weight() + " " + piece.says())
                        .toList();
                records.add(record.number() + " " + record.capture() + " "
                        + record.flow().firstPacket() + " " + record.verdict().label() + " " + says);
            }
        };
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void theRecordsAreThoseOfAnEngine(int stages) throws IOException, FilterException, InvalidRulesException {
        Knowledge knowledge = RuleFolder.read(
                null, packaged -> Knowledge.load(new RuleLoader().packaged().load(), packaged, false));
        Engine.Settings settings = Engine.Settings.of(knowledge, 1);
        List<String> expected = new ArrayList<>();
        try (Engine engine = new Engine(settings)) {
            engine.run(CAPTURES, into(expected));
        }
        assertTrue(expected.size() > 100, "records " + expected.size());
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
        List<String> records = new ArrayList<>();
        RecordStage last = new RecordStage(settings, CAPTURES.size(), CAPTURES::get, into(records));
        for (FlowStage.Part part : parts) {
            last.take(part);
        }
        last.end();
        assertEquals(expected, records);
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
