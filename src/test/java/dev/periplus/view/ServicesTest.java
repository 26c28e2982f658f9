package dev.periplus.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.Standing;
import dev.periplus.answer.Verdict;
import dev.periplus.decode.Packet;
import dev.periplus.flow.FlowFixture;
import dev.periplus.report.Records;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServicesTest {
    private static final String SERVER = "10.0.0.2";

    private static List<Services.Service> rows(FlowRecord... records) {
        Services services = new Services();
        List.of(records).forEach(services);
        assertEquals(0, services.left());
        return services.rows();
    }

    private static Records ssh(String client, int port) {
        return Records.tcp(client, SERVER, port)
                .label("ssh", 0.9)
                .registered("sysscanner", "Sys Scanner", Standing.NOT_AS_REGISTERED);
    }

    @Test
    void aRowHoldsOneLabelOnOnePortOfAHost() {
        List<Services.Service> rows = rows(
                ssh("10.0.0.1", 3251).made(),
                ssh("10.0.0.9", 3251).label("ssh", 0.99).made(),
                ssh("10.0.0.9", 3251).made());
        assertEquals(1, rows.size());
        Services.Service row = rows.get(0);
        assertEquals("10.0.0.2:3251/tcp", row.endpoint().toString());
        assertEquals("ssh", row.label());
        assertEquals(0.99, row.confidence());
        assertEquals(Standing.NOT_AS_REGISTERED, row.standing());
        assertEquals("sysscanner", row.registered());
        assertEquals(2, row.clients());
        assertEquals(3, row.volume().flows());
    }

    @Test
    void rowsAreInTheOrderOfAddressAndPortAndTheLabelOfMostFlowsComesFirst() {
        FlowRecord unidentified = Records.tcp("10.0.0.1", SERVER, 22).made();
        List<Services.Service> rows = rows(
                Records.tcp("10.0.0.1", "10.0.0.10", 22).label("ssh", 0.9).made(),
                ssh("10.0.0.1", 80).made(),
                ssh("10.0.0.1", 22).made(),
                unidentified,
                unidentified);
        assertEquals(
                List.of("10.0.0.2:22/tcp null", "10.0.0.2:22/tcp ssh", "10.0.0.2:80/tcp ssh", "10.0.0.10:22/tcp ssh"),
                rows.stream().map(row -> row.endpoint() + " " + row.label()).toList());
        assertNull(rows.get(0).registered());
    }

    @Test
    void theApplicationInsideIsShown() {
        Verdict plain = new Verdict("tls", "TLS", null, Verdict.Basis.PAYLOAD, 0.9, null, List.of());
        Verdict meet = new Verdict("tls", "TLS", "google-meet", Verdict.Basis.PAYLOAD, 0.9, null, List.of());
        List<Services.Service> rows = rows(
                Records.tcp("10.0.0.1", SERVER, 443).verdict(plain).made(),
                Records.tcp("10.0.0.1", SERVER, 443).verdict(meet).made(),
                Records.tcp("10.0.0.1", SERVER, 443).verdict(plain).made());
        assertEquals("google-meet", rows.get(0).application());
    }

    @Test
    void severalApplicationsBehindOneNameServerAreNone() {
        Verdict one = new Verdict("dns", "dns", "google", Verdict.Basis.PAYLOAD, 0.9, null, List.of());
        Verdict other = new Verdict("dns", "dns", "github", Verdict.Basis.PAYLOAD, 0.9, null, List.of());
        List<Services.Service> rows = rows(
                Records.udp("10.0.0.1", SERVER, 53).verdict(one).made(),
                Records.udp("10.0.0.1", SERVER, 53).verdict(other).made());
        assertNull(rows.get(0).application());
    }

    @Test
    void flowsThatShowNoServiceHaveNoRow() {
        FlowRecord probe = Records.of(FlowFixture.begin(FlowFixture.first(Packet.TCP, "10.0.0.1", 40000, SERVER, 22))
                        .sends(0, 1, 0)
                        .flow())
                .made();
        assertEquals(List.of(), rows(probe));
    }
}
