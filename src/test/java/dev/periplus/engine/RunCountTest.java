package dev.periplus.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.answer.Count;
import dev.periplus.answer.Counter;
import dev.periplus.answer.Counters;
import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.FlowTaker;
import dev.periplus.answer.RunSummary;
import dev.periplus.answer.Verdict;
import dev.periplus.capture.CaptureOutcome;
import dev.periplus.capture.Damage;
import dev.periplus.decode.Packet;
import dev.periplus.flow.FlowFixture;
import dev.periplus.report.Records;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RunCountTest {
    private final RunCount run = new RunCount(record -> true, record -> {});
    private final FlowRecord ended =
            Records.tcp("10.0.0.1", "10.0.0.2", 22).label("ssh", 0.99).made();
    private final FlowRecord open = Records.of(
                    FlowFixture.begin(FlowFixture.first(Packet.TCP, "10.0.0.1", 40000, "10.0.0.2", 22))
                            .observed()
                            .sends(0, 3, 60)
                            .soFar())
            .made();
    private final List<String> taken = new ArrayList<>();

    private static Counters counters(RunCount count) {
        return count.summary(1, List.of(), Counters.NONE, Counters.NONE, 0).counters();
    }

    @Test
    void aFlowThatIsOpenIsNotOneThatEnded() {
        RunCount count = new RunCount(record -> true, new FlowTaker() {
            @Override
            public void flow(FlowRecord record) {
                taken.add("ended");
            }

            @Override
            public void goesOn(FlowRecord record) {
                taken.add("open");
            }
        });
        List.of(open, open, ended).forEach(count);
        assertEquals(List.of("open", "open", "ended"), taken);
        assertEquals(1, counters(count).get(Counter.FLOWS));
        assertEquals(2, counters(count).get(Counter.FLOWS_REPORTED_ACTIVE));
    }

    @Test
    void aTakerThatIgnoresOpenFlowsGetsEachFlowOnce() {
        RunCount count = new RunCount(record -> true, record -> taken.add("ended"));
        List.of(open, open, ended).forEach(count);
        assertEquals(List.of("ended"), taken);
    }

    private RunSummary summary(Counters packets, Counters path) {
        return run.summary(1, List.of(), packets, path, 0);
    }

    @Test
    void flowsStandBetweenPacketsAndThePath() {
        Counters counters = summary(Counters.of(Counter.PACKETS.count(2)), Counters.of(Counter.FLOWS_EVICTED.count(0)))
                .counters();
        assertEquals(
                Stream.of(
                                Stream.of("packets", "flows", "flows.labelled"),
                                Stream.of(Verdict.Unknown.values()).map(why -> "flows.unknown." + why.id()),
                                Stream.of("flows.evicted"))
                        .flatMap(ids -> ids)
                        .toList(),
                counters.counts().stream().map(Count::id).toList());
    }

    @Test
    void droppedPacketsAndEvictedFlowsMakeARunPartial() {
        for (String id :
                List.of("kernel-dropped", "interface-dropped", "interface-outages", "ring-dropped", "flows.evicted")) {
            assertTrue(isPartialWith(id), id);
        }
        for (String id : List.of("packets-duplicate", "packets-filtered", "truncated", "malformed", "queued")) {
            assertFalse(isPartialWith(id), id);
        }
    }

    private boolean isPartialWith(String id) {
        summary(Counters.of(Count.of(id, 1)), Counters.NONE);
        return run.partial();
    }

    private static FlowRecord labelled() {
        return Records.tcp("10.0.0.1", "10.0.0.2", 22).label("ssh", 0.99).made();
    }

    private static FlowRecord unknown(Verdict.Unknown why) {
        return Records.udp("10.0.0.1", "10.0.0.2", 9).because(why).made();
    }

    @Test
    void recordsAreCountedByTheirVerdict() {
        List.of(labelled(), unknown(Verdict.Unknown.OPAQUE), labelled(), unknown(Verdict.Unknown.NO_PAYLOAD))
                .forEach(run::accept);
        Counters counters = summary(Counters.NONE, Counters.NONE).counters();
        assertEquals(4, counters.get(Counter.FLOWS));
        assertEquals(2, counters.get(Counter.FLOWS_LABELLED));
        assertTrue(counters.counts()
                .containsAll(List.of(
                        Count.of("flows.unknown.opaque", 1),
                        Count.of("flows.unknown.no-payload", 1),
                        Count.of("flows.unknown.midstream", 0))));
    }

    @Test
    void recordsThatAreNotWantedAreCountedAndNotPassedOn() {
        List<FlowRecord> passed = new ArrayList<>();
        RunCount selective = new RunCount(record -> record.verdict().label() != null, passed::add);
        FlowRecord wanted = labelled();
        selective.accept(unknown(Verdict.Unknown.OPAQUE));
        selective.accept(wanted);
        Counters counters =
                selective.summary(1, List.of(), Counters.NONE, Counters.NONE, 0).counters();
        assertEquals(List.of(wanted), passed);
        assertEquals(2, counters.get(Counter.FLOWS));
        assertEquals(1, counters.get(Counter.FLOWS_NOT_SHOWN));
        assertFalse(summary(Counters.NONE, Counters.NONE).counters().has(Counter.FLOWS_NOT_SHOWN));
    }

    @Test
    void aCaptureIsReportedWithItsDamage() {
        CaptureOutcome outcome = new CaptureOutcome(
                "a.pcap", "pcap", 5, 500, 600, 1, 2, 0, List.of(1), 0, 0, new Damage(24, false, "zero bytes"), null);
        RunSummary.CaptureRead read = RunCount.read(List.of(outcome)).get(0);
        assertEquals("at byte 24: zero bytes", read.damage());
        assertEquals(24, read.offset());
        assertEquals(5, read.packets());
    }
}
