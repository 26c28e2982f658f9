package dev.periplus.review;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.periplus.answer.Standing;
import dev.periplus.report.Records;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is worth less makes room, so that invented services cannot hide one that matters. */
class EndpointUsesTest {
    private final EndpointUses uses = new EndpointUses(4, "telnet"::equals);

    private void add(int port, String label, Standing standing) {
        Records records = Records.tcp("10.0.0.1", "10.0.0.2", port).registered("a", "A", standing);
        uses.add((label.isEmpty() ? records : records.label(label, 0.99)).made());
    }

    private List<Integer> ports() {
        List<Integer> ports = new ArrayList<>();
        uses.forEach((endpoint, use) -> ports.add(endpoint.port()));
        return ports;
    }

    @Test
    void aConflictDisplacesAServiceAsRegistered() {
        for (int port = 1; port <= 6; port++) {
            add(port, "http", Standing.AS_REGISTERED);
        }
        assertEquals(List.of(1, 2, 3, 4), ports());
        assertEquals(2, uses.left());
        add(3251, "ssh", Standing.NOT_AS_REGISTERED);
        assertEquals(List.of(2, 3, 4, 3251), ports());
        add(23, "telnet", Standing.AS_REGISTERED);
        assertEquals(List.of(3, 4, 3251, 23), ports(), "worth a finding on any port");
        add(99, "", Standing.REGISTERED_ONLY);
        assertEquals(List.of(4, 3251, 23, 99), ports(), "unidentified");
        assertEquals(5, uses.left());
    }

    @Test
    void conflictsOfOneProtocolDoNotHideAnother() {
        for (int port = 1; port <= 9; port++) {
            add(port, "http", Standing.NOT_AS_REGISTERED);
        }
        assertEquals(List.of(1, 2, 3, 4), ports());
        add(3251, "ssh", Standing.NOT_AS_REGISTERED);
        assertEquals(List.of(2, 3, 4, 3251), ports());
        add(3252, "ssh", Standing.NOT_AS_REGISTERED);
        assertEquals(List.of(3, 4, 3251, 3252), ports());
        add(3253, "ssh", Standing.NOT_AS_REGISTERED);
        assertEquals(List.of(3, 4, 3251, 3252), ports(), "half each");
        assertEquals(8, uses.left());
    }

    @Test
    void whatTurnsOutToBeAConflictIsWorthMore() {
        for (int port = 1; port <= 4; port++) {
            add(port, "http", Standing.AS_REGISTERED);
        }
        add(1, "ssh", Standing.NOT_AS_REGISTERED);
        add(5, "ssh", Standing.NOT_AS_REGISTERED);
        assertEquals(List.of(1, 3, 4, 5), ports(), "in the order first seen");
        assertEquals(1, uses.left());
    }
}
