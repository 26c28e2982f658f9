package dev.periplus.correlate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.periplus.address.Address;
import dev.periplus.answer.Evidence;
import dev.periplus.answer.Evidence.Kind;
import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.Metadata;
import dev.periplus.answer.Verdict;
import dev.periplus.classify.Heard;
import dev.periplus.classify.InspectionResult;
import dev.periplus.classify.NameAnnouncement;
import dev.periplus.decode.Packet;
import dev.periplus.flow.Flow;
import dev.periplus.flow.FlowFixture;
import dev.periplus.rulefile.InvalidRulesException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Evidence that carries over from settled flows and DNS answers to later flows of the same hosts. */
class CarryOverTest {
    private static final String CLIENT = "10.0.0.1";
    private static final String SERVER = "10.0.0.2";

    private final List<FlowRecord> records = new ArrayList<>();
    private final List<Heard> announced = new ArrayList<>();
    private Correlator correlator;
    private int number;

    @BeforeEach
    void begin() throws InvalidRulesException {
        correlator = CorrelatorFixture.begun(records::add);
    }

    private Flow flow(int protocol, int serverPort, InspectionResult result) {
        Packet first = FlowFixture.first(protocol, CLIENT, 40_000 + ++number, SERVER, serverPort);
        first.number = number;
        first.time += number;
        Flow flow = FlowFixture.begin(first)
                .sends(0, 1, 10)
                .sends(1, 1, 10)
                .over(first.time + 10)
                .flow();
        flow.inspection(result);
        return flow;
    }

    private static InspectionResult shows(String label, double weight) {
        Evidence piece = Evidence.of(Kind.DETECTOR, label, weight, "its bytes", label);
        return new InspectionResult(List.of(piece), label, Metadata.NONE, false, false, null, null);
    }

    private static InspectionResult nothing(boolean opaque, boolean midstream) {
        return new InspectionResult(List.of(), null, Metadata.NONE, opaque, midstream, null, null);
    }

    /** Returns the record of the last flow after all are settled. */
    private FlowRecord last(Flow... flows) {
        correlator.over(List.of(flows), announced);
        correlator.end();
        return records.get(records.size() - 1);
    }

    @Test
    void aPortThatWasProvenCarriesOverToFlowsThatCouldNotShowIt() {
        FlowRecord record =
                last(flow(Packet.TCP, 4000, shows("ssh", 90)), flow(Packet.TCP, 4000, nothing(false, true)));
        assertEquals("ssh", record.verdict().label());
        assertEquals(Verdict.Basis.CORRELATION, record.verdict().basis());
        assertEquals(0.8, record.verdict().confidence(), 0.05);
        assertEquals(
                "flow 1 proved ssh on this server port",
                record.evidence().get(0).says());
    }

    @Test
    void datagramsThatLookEncryptedCouldNotShowIt() {
        FlowRecord record =
                last(flow(Packet.UDP, 4000, shows("dtls", 90)), flow(Packet.UDP, 4000, nothing(true, false)));
        assertEquals("dtls", record.verdict().label());
    }

    @Test
    void aStreamFromItsStartWouldHaveShownIt() {
        InspectionResult opaque = nothing(true, false);
        assertNull(last(flow(Packet.TCP, 4000, shows("ssh", 90)), flow(Packet.TCP, 4000, opaque))
                .verdict()
                .label());
    }

    @Test
    void nothingCarriesOverWhereBytesSayOtherwiseOrTheServerSpeaksSeveral() {
        InspectionResult hint = new InspectionResult(
                List.of(Evidence.of(Kind.SIGNATURE, "smtp", 20, "its bytes", "smtp")),
                null,
                Metadata.NONE,
                false,
                true,
                null,
                null);
        assertNull(last(flow(Packet.TCP, 4000, shows("ssh", 90)), flow(Packet.TCP, 4000, hint))
                .verdict()
                .label());
        begin2();
        assertNull(last(
                        flow(Packet.TCP, 4000, shows("ssh", 90)),
                        flow(Packet.TCP, 4000, shows("http", 90)),
                        flow(Packet.TCP, 4000, nothing(false, true)))
                .verdict()
                .label());
        begin2();
        assertNull(last(flow(Packet.TCP, 4000, shows("ssh", 45)), flow(Packet.TCP, 4000, nothing(false, true)))
                .verdict()
                .label());
    }

    private void begin2() {
        correlator.begin(capture -> "a.pcap", records::add);
    }

    private void named(String name, long before) {
        Packet at = FlowFixture.first(Packet.UDP, CLIENT, 1, SERVER, 53);
        Address asker = new Address(at.sourceHigh, at.sourceLow);
        Address address = new Address(at.destinationHigh, at.destinationLow);
        announced.add(new Heard(at.time - before, new NameAnnouncement(address, asker, 1, at.time - before, name)));
    }

    @Test
    void theNameAskedForStaysWithTheAddress() {
        named("old.example.com", 20);
        named("meet.google.com", 10);
        named("later.example.com", -1_000);
        FlowRecord record = last(flow(Packet.TCP, 4000, shows("tls", 90)));
        assertEquals(List.of("meet.google.com"), record.metadata().values("dns", "answered_name"));
        assertEquals("tls", record.verdict().label());
        assertEquals(
                "dns.answered_name",
                record.named() == null ? "" : record.named().field());
    }

    @Test
    void ofTheNamesOfAnAddressTheOneThatTheFlowGivesIsTakenToo() {
        named("www.example.com", 20);
        named("meet.google.com", 10);
        InspectionResult says = shows("tls", 90).with("tls", "sni", "www.example.com");
        FlowRecord record = last(flow(Packet.TCP, 4000, says));
        assertEquals(
                List.of("www.example.com", "meet.google.com"), record.metadata().values("dns", "answered_name"));
    }

    @Test
    void namesAreForgottenAfterAnHour() {
        named("meet.google.com", 3_601_000_000_000L);
        assertNull(last(flow(Packet.TCP, 4000, shows("tls", 90))).named());
    }
}
