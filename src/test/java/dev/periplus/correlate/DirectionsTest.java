package dev.periplus.correlate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.periplus.answer.FlowRecord;
import dev.periplus.decode.Packet;
import dev.periplus.flow.Flow;
import dev.periplus.flow.FlowFixture;
import dev.periplus.rulefile.InvalidRulesException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Datagrams whose bytes tell no roles: whoever is seen first need not be the client. */
class DirectionsTest {
    private static final String A = "10.0.0.1";
    private static final String B = "10.0.0.2";

    private final List<FlowRecord> records = new ArrayList<>();
    private Correlator correlator;

    @BeforeEach
    void begin() throws InvalidRulesException {
        correlator = CorrelatorFixture.begun(records::add);
    }

    private static FlowFixture flow(int protocol, String first, int port, String second, int otherPort) {
        return FlowFixture.begin(FlowFixture.first(protocol, first, port, second, otherPort));
    }

    private FlowRecord settled(Flow... flows) {
        for (Flow flow : flows) {
            correlator.over(List.of(flow), List.of());
            correlator.upTo(flow.overAt() + 1);
        }
        correlator.end();
        return records.get(records.size() - 1);
    }

    private static String said(FlowRecord record) {
        Flow flow = record.flow();
        return flow.port(flow.serverSide()) + " " + flow.direction();
    }

    @ParameterizedTest
    @CsvSource({
        "3248, 51512, 3248 INFERRED",
        "3251, 33000, 3251 INFERRED",
        "161, 60000, 161 INFERRED",
        "51512, 3248, 3248 INFERRED",
        "3248, 40000, 3248 INFERRED",
        "53, 1030, 53 INFERRED",
        "51820, 20011, 51820 INFERRED",
        "20011, 51512, 20011 UNKNOWN",
        "51512, 20011, 20011 INFERRED",
        "50111, 51512, 51512 UNKNOWN",
        "3248, 3248, 3248 UNKNOWN"
    })
    void theClaimedPortServesWhoeverIsSeenFirst(int first, int second, String expected) {
        Flow flow = flow(Packet.UDP, A, first, B, second)
                .sends(0, 5, 30)
                .sends(1, 5, 30)
                .over(9)
                .flow();
        assertEquals(expected, said(settled(flow)));
    }

    @Test
    void aServerHeardAloneStaysTheServer() {
        assertEquals(
                "3248 INFERRED",
                said(settled(flow(Packet.UDP, A, 3248, B, 51512)
                        .sends(0, 9, 30)
                        .over(9)
                        .flow())));
    }

    @Test
    void aQuestionFromAClaimedPortToAPortOfNoClientIsNotTurnedIntoAnAnswer() {
        assertEquals(
                "20011 UNKNOWN",
                said(settled(flow(Packet.UDP, A, 53, B, 20011)
                        .sends(0, 1, 30)
                        .over(9)
                        .flow())));
    }

    @Test
    void anEarlierFlowOfTheSameEndpointsTellsWhoServes() {
        Flow before = flow(Packet.UDP, A, 40111, B, 50111)
                .sends(0, 5, 30)
                .sends(1, 5, 30)
                .over(9)
                .flow();
        Flow after = flow(Packet.UDP, B, 50111, A, 40111)
                .sends(0, 5, 30)
                .sends(1, 5, 30)
                .over(99)
                .flow();
        assertEquals("50111 UNKNOWN", said(settled(before, after)));
    }

    @Test
    void anotherClientOfTheSamePortTellsWhoServes() {
        Flow observed = flow(Packet.SCTP, "10.0.0.9", 40111, B, 50111)
                .observed()
                .sends(0, 5, 30)
                .sends(1, 5, 30)
                .over(9)
                .flow();
        Flow other = flow(Packet.SCTP, B, 50111, A, 41111)
                .sends(0, 5, 30)
                .sends(1, 5, 30)
                .over(99)
                .flow();
        assertEquals("50111 INFERRED", said(settled(observed, other)));
    }

    @Test
    void ofUnknownDirectionTheClaimsOnBothPortsAreLookedUp() {
        Flow flow = flow(Packet.UDP, A, 3248, B, 3251)
                .sends(0, 5, 30)
                .sends(1, 5, 30)
                .over(9)
                .flow();
        FlowRecord record = settled(flow);
        assertEquals("3251 UNKNOWN", said(record));
        assertNotNull(record.clientClaims());
        assertEquals(3248, record.clientClaims().port());
        assertEquals("procos-lm", record.clientClaims().registered().name());
    }

    @Test
    void ofAKnownDirectionOnlyTheServersAre() {
        Flow flow = flow(Packet.UDP, A, 51512, B, 3251).sends(0, 5, 30).over(9).flow();
        assertNull(settled(flow).clientClaims());
    }

    @Test
    void aConnectionFromTheMiddleStaysOfUnknownDirectionAtItsClaimedPort() {
        Flow flow = flow(Packet.TCP, A, 51820, B, 3251)
                .midstream()
                .sends(0, 5, 30)
                .sends(1, 5, 30)
                .over(9)
                .flow();
        assertEquals("3251 UNKNOWN", said(settled(flow)));
    }
}
