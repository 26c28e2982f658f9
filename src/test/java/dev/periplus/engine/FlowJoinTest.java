package dev.periplus.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.periplus.answer.Evidence;
import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.Metadata;
import dev.periplus.answer.Places;
import dev.periplus.classify.InspectionResult;
import dev.periplus.correlate.CorrelateSettings;
import dev.periplus.correlate.Correlator;
import dev.periplus.correlate.ProcessRules;
import dev.periplus.correlate.Processes;
import dev.periplus.correlate.Settling;
import dev.periplus.decode.Packet;
import dev.periplus.flow.Flow;
import dev.periplus.flow.FlowFixture;
import dev.periplus.registry.KnownUsers;
import dev.periplus.registry.PortRegistry;
import dev.periplus.rule.RuleLoader;
import dev.periplus.rule.RuleSet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlowJoinTest {
    private static final long SECOND = 1_000_000_000L;
    private static final String CLIENT = "10.0.0.1";
    private static final String SERVER = "10.0.0.2";

    private final List<FlowRecord> records = new ArrayList<>();
    private FlowJoin join;
    private Correlator correlator;

    @TempDir
    Path folder;

    @BeforeEach
    void begin() {
        RuleSet rules = new RuleLoader().packaged().load();
        correlator = new Correlator(
                new Settling(
                        rules,
                        PortRegistry.load(),
                        KnownUsers.load(),
                        new Processes(null, ProcessRules.none(rules)),
                        Places.NONE),
                CorrelateSettings.DEFAULT);
        correlator.begin(capture -> "capture " + capture, records::add);
        join = new FlowJoin(correlator);
    }

    /** A flow of two packets, a second apart, that is still open at the end of its capture. */
    private static FlowFixture open(long start) {
        return flow(start, CLIENT, 40000, SERVER, 22);
    }

    private static FlowFixture flow(long start, String client, int clientPort, String server, int serverPort) {
        return flow(start, client, clientPort, server, serverPort, 0);
    }

    /** The same from this place of both streams on. */
    private static FlowFixture flow(
            long start, String client, int clientPort, String server, int serverPort, long sequence) {
        Packet first = FlowFixture.first(Packet.TCP, client, clientPort, server, serverPort);
        first.time += start * SECOND;
        return FlowFixture.begin(first)
                .from(sequence, sequence)
                .sends(0, 1, 10)
                .after(SECOND)
                .sends(1, 1, 100);
    }

    private static long time(long seconds) {
        return FlowFixture.first(Packet.TCP, CLIENT, 1, SERVER, 1).time + seconds * SECOND;
    }

    private void reading(Flow... flows) {
        join.over(List.of(flows), List.of());
        join.upTo(flows[0].end());
        join.last();
    }

    /** Packets of each flow that was settled. */
    private List<Long> end() {
        join.end();
        return records.stream()
                .map(record -> record.flow().packets(0) + record.flow().packets(1))
                .toList();
    }

    @Test
    void aFlowThatContinuesInTheNextReadingBecomesOne() {
        reading(open(0).flow());
        reading(flow(60, SERVER, 22, CLIENT, 40000, 100).flow());
        assertEquals(List.of(4L), end());
        assertEquals(1, join.joined());
        Flow flow = records.get(0).flow();
        assertEquals(time(0), flow.start());
        assertEquals(time(61), flow.end());
        assertEquals(110, flow.payload(0));
        assertEquals(110, flow.payload(1));
    }

    @Test
    void threePartsBecomeOne() {
        reading(open(0).flow());
        reading(open(100).flow());
        reading(open(200).flow());
        assertEquals(List.of(6L), end());
        assertEquals(2, join.joined());
    }

    @Test
    void afterFiveMinutesItIsAnotherFlow() {
        reading(open(0).flow());
        reading(open(302).flow());
        assertEquals(List.of(2L, 2L), end());
        assertEquals(0, join.joined());
    }

    @Test
    void flowsThatOverlapInTimeAreNotJoined() {
        reading(open(1).flow());
        reading(open(1).flow());
        assertEquals(List.of(2L, 2L), end());
    }

    @Test
    void aFlowThatEndedWaitsForNoOther() {
        reading(open(0).over(time(5)).flow());
        reading(flow(60, CLIENT, 40000, SERVER, 22, 1 << 30).flow());
        assertEquals(List.of(2L, 2L), end());
    }

    @Test
    void otherPortsAreOtherFlows() {
        reading(open(0).flow());
        reading(flow(60, CLIENT, 40001, SERVER, 22).flow());
        assertEquals(List.of(2L, 2L), end());
    }

    @Test
    void theLabelIsThatOfThePartThatShowsOne() {
        reading(open(0).flow());
        Flow later = open(60).flow();
        Evidence piece = Evidence.of(Evidence.Kind.DETECTOR, "ssh", 90, "its bytes", "ssh");
        later.inspection(new InspectionResult(List.of(piece), "ssh", Metadata.NONE, false, false, null, null));
        reading(later);
        end();
        assertEquals("ssh", records.get(0).verdict().label());
    }

    @Test
    void savedReadingsAreReadBackWithTheirCaptures() throws Exception {
        FlowKeeper keeper = new FlowKeeper(join);
        keeper.begin(Files.newOutputStream(folder.resolve("flows")));
        keeper.over(List.of(open(0).over(time(5)).flow()), List.of());
        keeper.upTo(time(1000));
        keeper.end();
        join.end();
        correlator.begin(capture -> "capture " + capture, records::add);
        FlowJoin again = new FlowJoin(correlator);
        Path flows = folder.resolve("flows");
        again.read(Files.newInputStream(flows), Files.size(flows), 3, 1);
        again.end();
        assertEquals(
                List.of("capture 0", "capture 3"),
                records.stream().map(FlowRecord::capture).toList());
    }
}
