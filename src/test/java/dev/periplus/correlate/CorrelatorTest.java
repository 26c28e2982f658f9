package dev.periplus.correlate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.answer.FlowRecord;
import dev.periplus.classify.Heard;
import dev.periplus.classify.RefusalAnnouncement;
import dev.periplus.decode.Packet;
import dev.periplus.flow.Flow;
import dev.periplus.flow.FlowEnd;
import dev.periplus.flow.FlowFixture;
import dev.periplus.rulefile.InvalidRulesException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CorrelatorTest {
    private static final String SERVER = "10.0.0.2";

    private final List<FlowRecord> records = new ArrayList<>();
    private Correlator correlator;

    @BeforeEach
    void begin() throws InvalidRulesException {
        correlator = CorrelatorFixture.begun(records::add);
    }

    /** An answered flow of which nothing more can come. */
    private static Flow talk(int port, long over) {
        return FlowFixture.begin(FlowFixture.first(Packet.SCTP, "10.0.0.1", 40000, SERVER, port))
                .sends(0, 1, 10)
                .sends(1, 1, 10)
                .over(over)
                .flow();
    }

    private static Flow probe(String client, int port, long over) {
        return FlowFixture.begin(FlowFixture.first(Packet.TCP, client, 40000, SERVER, port))
                .sends(0, 1, 0)
                .over(over)
                .flow();
    }

    private List<Integer> ports() {
        return records.stream().map(record -> record.flow().port(1)).toList();
    }

    @Test
    void flowsAreSettledInTheOrderOfTheirEndsOnceAllThatEndedBeforeHaveCome() {
        correlator.over(List.of(talk(3, 30), talk(1, 10)), List.of());
        correlator.upTo(10);
        assertEquals(List.of(), ports());
        correlator.over(List.of(talk(2, 20), talk(4, 40)), List.of());
        correlator.upTo(31);
        assertEquals(List.of(1, 2, 3), ports());
        correlator.end();
        assertEquals(List.of(1, 2, 3, 4), ports());
        assertEquals(
                List.of(1L, 2L, 3L, 4L),
                records.stream().map(FlowRecord::number).toList());
    }

    /** All packets have one time, or lie about it: the clock does not move. */
    @Test
    void evictedFlowsAndFloodsLeaveWhateverTheClock() {
        correlator.upTo(10);
        correlator.over(List.of(talk(1, 10), evicted(2), talk(3, 10), evicted(4)), List.of());
        correlator.upTo(10);
        assertEquals(List.of(2, 4), ports());
        List<Flow> flood = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            flood.add(talk(i & 0x7fff, 10));
        }
        correlator.over(flood, List.of());
        correlator.upTo(10);
        assertEquals(2 + 100_002 - (1 << 16), records.size());
    }

    private static Flow evicted(int port) {
        return FlowFixture.begin(FlowFixture.first(Packet.TCP, "10.0.0.1", 40000, SERVER, port))
                .sends(0, 1, 10)
                .sends(1, 1, 10)
                .ended(FlowEnd.EVICTED, 10)
                .flow();
    }

    @Test
    void probesWaitUntilTheyAreAScan() {
        for (int port = 1; port < 20; port++) {
            correlator.over(List.of(probe("10.0.0.9", port, port)), List.of());
            correlator.upTo(port + 1);
        }
        assertEquals(List.of(), records);
        correlator.over(List.of(probe("10.0.0.9", 20, 20)), List.of());
        correlator.upTo(21);
        assertEquals(20, records.size());
        records.forEach(record -> assertEquals(20, record.scanTargets()));
        correlator.over(List.of(probe("10.0.0.9", 21, 21)), List.of());
        correlator.upTo(22);
        assertEquals(21, records.get(20).scanTargets());
    }

    @Test
    void anIcmpErrorIsToldOfTheFlowThatItQuotes() {
        Flow refused = FlowFixture.begin(FlowFixture.first(Packet.UDP, "10.0.0.1", 40000, SERVER, 3248))
                .sends(0, 1, 10)
                .over(30)
                .flow();
        correlator.over(
                List.of(refused, talk(3, 30)),
                List.of(new Heard(
                        refused.end() + 1,
                        new RefusalAnnouncement(
                                refused.endpoint(0),
                                refused.endpoint(1),
                                1,
                                refused.end() + 1,
                                "refused by " + SERVER))));
        correlator.end();
        assertEquals(
                List.of(List.of("refused by " + SERVER), List.of()),
                records.stream()
                        .map(record -> record.metadata().values("icmp", "error"))
                        .sorted((a, b) -> b.size() - a.size())
                        .toList());
    }

    @Test
    void fewProbesAreNoScan() {
        for (int port = 1; port < 20; port++) {
            correlator.over(List.of(probe("10.0.0.9", port, port), probe("10.0.0.9", port, port)), List.of());
        }
        correlator.upTo(100);
        correlator.end();
        assertEquals(38, records.size());
        records.forEach(record -> assertEquals(0, record.scanTargets()));
    }

    private static Flow probeAt(long second, int flags) {
        Packet first = FlowFixture.first(Packet.TCP, "10.0.0.9", 40000, SERVER, (int) (second % 1000) + 1);
        first.time += second * 1_000_000_000L;
        return FlowFixture.begin(first).flags(0, flags).over(1).flow();
    }

    private List<Integer> targets(List<Flow> probes) {
        correlator.over(probes, List.of());
        correlator.end();
        return records.stream().map(FlowRecord::scanTargets).toList();
    }

    /** Nothing answers a client now and then, for years. */
    @Test
    void probesThatDoNotFollowOneAnotherAreNoScan() {
        List<Flow> probes = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            probes.add(probeAt(i * 601L, Packet.SYN));
        }
        assertEquals(Collections.nCopies(30, 0), targets(probes));
    }

    @Test
    void aSlowScanIsAScan() {
        List<Flow> probes = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            probes.add(probeAt(i * 599L, Packet.SYN));
        }
        assertEquals(Collections.nCopies(20, 20), targets(probes));
    }

    /** What a server sends to clients that are gone, or whose address was forged. */
    @Test
    void resetsOfConnectionsThatWereNotSeenAreNoScan() {
        List<Flow> resets = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            resets.add(probeAt(i, Packet.RST));
        }
        assertEquals(Collections.nCopies(30, 0), targets(resets));
    }

    /** Each probe has a client of its own. */
    @Test
    void noMoreFlowsWaitThanThereIsRoomFor() {
        int clients = 300_000;
        for (int i = 0; i < clients; i++) {
            String client = "10." + (i >> 16) + "." + (i >> 8 & 0xff) + "." + (i & 0xff);
            correlator.over(List.of(probe(client, 80, i)), List.of());
            correlator.upTo(i + 1);
        }
        assertTrue(records.size() > clients - (1 << 17), records.size() + " settled");
        correlator.end();
        assertEquals(clients, records.size());
    }
}
