package dev.periplus.view;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.periplus.answer.FlowRecord;
import dev.periplus.report.Records;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HostsTest {
    private static List<Hosts.Seen> rows(FlowRecord... records) {
        Hosts hosts = new Hosts();
        List.of(records).forEach(hosts);
        assertEquals(0, hosts.left());
        return hosts.rows();
    }

    private static FlowRecord tcp(String client, String server, int port, String label) {
        return Records.tcp(client, server, port).label(label, 0.9).made();
    }

    @Test
    void aHostServesAndAsks() {
        FlowRecord unidentified = Records.tcp("10.0.0.1", "10.0.0.2", 9000).made();
        Hosts.Seen host = rows(
                        tcp("10.0.0.1", "10.0.0.2", 80, "http"),
                        tcp("10.0.0.1", "10.0.0.2", 22, "ssh"),
                        tcp("10.0.0.2", "10.0.0.3", 53, "dns"),
                        unidentified)
                .get(0);
        assertEquals("10.0.0.2", host.host().toString());
        assertEquals(3, host.served().flows());
        assertEquals(1, host.asked().flows());
        assertEquals(Set.of("http", "ssh"), host.serves());
        assertEquals(Set.of("dns"), host.asks());
        assertEquals(4 * 2460, host.bytes());
        assertEquals(unidentified.flow().start(), host.first());
        assertEquals(unidentified.flow().end(), host.last());
    }

    @Test
    void rowsAreInTheOrderOfBytesThenOfAddresses() {
        assertEquals(
                List.of("10.0.0.9", "10.0.0.2", "10.0.0.10"),
                rows(tcp("10.0.0.10", "10.0.0.9", 22, "ssh"), tcp("10.0.0.2", "10.0.0.9", 22, "ssh")).stream()
                        .map(host -> host.host().toString())
                        .toList());
    }

    @Test
    void bothFormsOfAnAddressAreOneHost() {
        assertEquals(
                2,
                rows(tcp("10.0.0.1", "10.0.0.2", 22, "ssh"), tcp("::ffff:10.0.0.1", "::ffff:10.0.0.2", 22, "ssh"))
                        .size());
    }
}
