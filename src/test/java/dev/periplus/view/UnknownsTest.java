package dev.periplus.view;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.Verdict.Unknown;
import dev.periplus.report.Records;
import java.util.List;
import org.junit.jupiter.api.Test;

class UnknownsTest {
    private static List<Unknowns.Reason> rows(FlowRecord... records) {
        Unknowns unknowns = new Unknowns();
        List.of(records).forEach(unknowns);
        return unknowns.rows();
    }

    private static FlowRecord tcp(int port, Unknown why) {
        return Records.tcp("10.0.0.1", "10.0.0.2", port).because(why).made();
    }

    @Test
    void reasonsAndTheirPortsAreInTheOrderOfFlows() {
        FlowRecord udp = Records.udp("10.0.0.1", "10.0.0.2", 80)
                .because(Unknown.MIDSTREAM)
                .made();
        List<Unknowns.Reason> rows = rows(
                tcp(22, Unknown.OPAQUE),
                udp,
                tcp(443, Unknown.MIDSTREAM),
                tcp(80, Unknown.MIDSTREAM),
                tcp(443, Unknown.MIDSTREAM));
        assertEquals(
                List.of(Unknown.MIDSTREAM, Unknown.OPAQUE),
                rows.stream().map(Unknowns.Reason::why).toList());
        assertEquals(4, rows.get(0).volume().flows());
        assertEquals(
                List.of("443 6 2", "80 6 1", "80 17 1"),
                rows.get(0).ports().stream()
                        .map(port -> port.number() + " " + port.protocol() + " "
                                + port.volume().flows())
                        .toList());
    }

    @Test
    void labelledFlowsAreNotUnknown() {
        assertEquals(
                List.of(),
                rows(Records.tcp("10.0.0.1", "10.0.0.2", 22).label("ssh", 0.9).made()));
    }
}
