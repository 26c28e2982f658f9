package dev.periplus.report.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.answer.Standing;
import dev.periplus.flow.Role;
import dev.periplus.report.Records;
import dev.periplus.sockets.Grade;
import dev.periplus.sockets.Owner;
import dev.periplus.sockets.OwningProcess;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineReportTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final LineReport report = new LineReport(out, TextOptions.of(100), true);

    private String printed() {
        report.flush();
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aFlowIsALineAsSoonAsItIsSettled() {
        report.flow(Records.tcp("10.0.0.1", "10.0.0.2", 3251)
                .label("ssh", 0.99)
                .registered("sysscanner", "Sys Scanner", Standing.NOT_AS_REGISTERED)
                .made());
        assertEquals(
                "2017-07-14 02:40:00.000Z tcp  10.0.0.1:40000 → 10.0.0.2:3251  ssh 0.99  ≠ sysscanner  7 packets, 2.4 kB, 1.5 s"
                        + System.lineSeparator(),
                printed());
    }

    @Test
    void aFlowThatGoesOnIsALineToo() {
        report.goesOn(Records.tcp("10.0.0.1", "10.0.0.2", 22).label("ssh", 0.99).made());
        assertTrue(
                printed().endsWith("ssh 0.99  7 packets, 2.4 kB, 1.5 s, still open" + System.lineSeparator()),
                printed());
        report.finish(Records.run());
        assertTrue(printed().contains("flows       0"), printed());
    }

    @Test
    void namesOfProcessesDoNothingToTheTerminal() {
        OwningProcess hostile = new OwningProcess(7, "x\u001b[2J", "me\n", null, null, List.of());
        report.flow(Records.tcp("10.0.0.1", "10.0.0.2", 22)
                .owners(new Owner(Role.SERVER, Grade.EXACT, List.of(hostile)))
                .made());
        assertFalse(printed().contains("\u001b"), printed());
        assertEquals(1, printed().lines().count(), printed());
        assertTrue(printed().contains("(pid 7, me"), printed());
    }
}
