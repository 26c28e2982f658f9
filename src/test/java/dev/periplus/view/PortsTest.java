package dev.periplus.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.Standing;
import dev.periplus.decode.Packet;
import dev.periplus.flow.FlowFixture;
import dev.periplus.report.Records;
import java.util.List;
import org.junit.jupiter.api.Test;

class PortsTest {
    private static List<Ports.Port> rows(FlowRecord... records) {
        Ports ports = new Ports();
        List.of(records).forEach(ports);
        assertEquals(0, ports.left());
        return ports.rows();
    }

    private static FlowRecord udp(String server, int port, String label) {
        return Records.udp("10.0.0.1", server, port)
                .label(label, 0.9)
                .registered("fcip-port", "FCIP", Standing.NOT_AS_REGISTERED)
                .made();
    }

    @Test
    void aPortHasItsServersAndItsLabelsMostFlowsFirst() {
        FlowRecord unidentified = Records.udp("10.0.0.1", "10.0.0.4", 3225).made();
        Ports.Port row = rows(
                        udp("10.0.0.2", 3225, "dns"),
                        udp("10.0.0.2", 3225, "framehawk"),
                        unidentified,
                        unidentified,
                        udp("10.0.0.3", 3225, "framehawk"),
                        udp("10.0.0.3", 3225, "framehawk"))
                .get(0);
        assertEquals(3225, row.number());
        assertEquals("udp", row.transport());
        assertEquals("fcip-port", row.registered());
        assertEquals(3, row.servers());
        assertEquals(6, row.volume().flows());
        assertEquals(
                List.of("framehawk 3", "null 2", "dns 1"),
                row.uses().stream()
                        .map(use -> use.label() + " " + use.volume().flows())
                        .toList());
    }

    @Test
    void rowsAreInTheOrderOfFlowsThenOfPortAndTransport() {
        FlowRecord tcp =
                Records.tcp("10.0.0.1", "10.0.0.2", 53).label("dns", 0.9).made();
        List<Ports.Port> rows = rows(
                udp("10.0.0.2", 80, "http3"),
                udp("10.0.0.2", 53, "dns"),
                tcp,
                udp("10.0.0.2", 443, "http3"),
                udp("10.0.0.3", 443, "http3"));
        assertEquals(
                List.of("443/udp", "53/tcp", "53/udp", "80/udp"),
                rows.stream().map(row -> row.number() + "/" + row.transport()).toList());
        assertNull(rows.get(1).registered());
    }

    @Test
    void flowsThatShowNoServiceHaveNoRow() {
        FlowRecord probe = Records.of(
                        FlowFixture.begin(FlowFixture.first(Packet.TCP, "10.0.0.1", 40000, "10.0.0.2", 22))
                                .sends(0, 1, 0)
                                .flow())
                .made();
        assertEquals(List.of(), rows(probe));
    }
}
