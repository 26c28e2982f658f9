package dev.periplus.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.command.Writing;
import dev.periplus.report.text.RowSorting;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What users of tshark, tcpdump and Zeek type without thinking. */
class HandsTest {
    private static final String SSH = "captures/ssh-on-3251.pcap";
    private static final String CITRIX = "captures/framehawk-xenapp.pcapng";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ssh",
                "ssh && ip.addr == 10.3.0.9",
                "tcp.port == 3251 || udp.port == 53",
                "!dns && tcp.srcport > 1024",
                "ip.src == 10.3.0.77 && tcp.dstport == 3251",
                "frame.time >= \"2023-09-18 21:44:10\" && frame.time < \"Sep 18, 2023 21:45:00\"",
                "start == 2023-09-18 and end > 2023-09-18T23:44:20+02:00",
                "duration > 17s && duration < 1m",
                "id.resp_h == 10.3.0.9",
                "ssh.protocol contains OpenSSH",
                "eth && ip && !vlan.id"
            })
    void conditionsOfOtherToolsWork(String condition) {
        Run run = Run.of(SSH, "-Y", condition, "-o", "json");
        assertEquals(Exit.DONE, run.status(), run.err());
        assertEquals(1, run.records().size(), condition);
    }

    /** A field alone asks for its values, a protocol alone for its flows: a name cannot be both. */
    @Test
    void noLabelHasTheNameOfAField() {
        List<String> fields = Run.of("help", "fields")
                .out()
                .lines()
                .map(line -> line.strip().split(" ")[0])
                .toList();
        List<String> both = Run.of("rules", "list")
                .out()
                .lines()
                .skip(1)
                .map(line -> line.split("[/ ]")[0])
                .filter(fields::contains)
                .toList();
        assertTrue(fields.contains("server.port") && fields.contains("vlan.id"));
        assertEquals(List.of(), both);
    }

    @Test
    void quietMeansResultsOnly() {
        Run lines = Run.of(CITRIX, "-o", "lines", "-q");
        assertEquals(64, lines.out().lines().count());
        assertTrue(lines.out().lines().allMatch(line -> line.startsWith("2017-03-14 08:3")), lines.out());
        assertEquals("", lines.err());
        assertFalse(Run.of(SSH, "-q").out().contains("took"));
        assertFalse(Run.of(SSH, "-q", "-o", "services").out().contains("took"));
        for (Command command : Main.COMMANDS) {
            assertTrue(Run.of(command.name(), "--help").out().contains("-q, --quiet"), "quiet of " + command.name());
        }
    }

    @Test
    void timesHaveDateAndZone() {
        assertTrue(Run.of(SSH, "-o", "lines").out().startsWith("2023-09-18 21:44:10.569Z tcp"));
        assertTrue(Run.of(SSH).out().contains("2023-09-18 21:44:10 UTC"));
        String offset = java.time.ZoneId.systemDefault()
                .getRules()
                .getOffset(java.time.Instant.parse("2023-09-18T21:44:10Z"))
                .getId();
        String local = Run.of(SSH, "-t", "local").out();
        assertTrue(local.contains(offset.equals("Z") ? "21:44:10 +00:00" : ":10 " + offset), local);
    }

    @Test
    void tablesAreSortedAndLimited() {
        assertEquals(RowSorting.names(), Writing.SORT_KEYS);
        Run run = Run.of(CITRIX, "--all", "--sort", "bytes", "--limit", "3", "-q");
        List<String> rows =
                run.out().lines().filter(line -> line.contains(" → ")).toList();
        assertEquals(6, rows.size(), run.out());
        assertTrue(run.out().contains("29 more flows: a higher --limit lists more"), run.out());
        Run view = Run.of(CITRIX, "-o", "ports", "--limit", "2", "-q");
        assertEquals(4, view.out().lines().count(), view.out());
        List<String> servers = Run.of(CITRIX, "--all", "--sort", "client", "-q")
                .out()
                .lines()
                .filter(line -> line.contains(" → "))
                .map(line -> line.trim().split(" +")[2])
                .limit(32)
                .toList();
        assertEquals("10.1.4.20", servers.get(0));
    }

    @Test
    void theAnalystsWordIsEvidence() {
        Map<String, Object> record = Run.of("captures/lone-3248.pcap", "-d", "udp.port==3248,rtp", "-o", "json")
                .records()
                .get(0);
        assertEquals("rtp", record.get("label"));
        assertEquals("analyst", record.get("basis"));
        assertTrue(record.get("evidence").toString().contains("the analyst says that 3248/udp is rtp"));
    }

    @Test
    void bytesThatProveAProtocolOutweighTheAnalyst() {
        Map<String, Object> record =
                Run.of(SSH, "-d", "tcp.port==3251,http", "-o", "json").records().get(0);
        assertEquals("ssh", record.get("label"));
        assertTrue(record.get("evidence").toString().contains("the analyst says"));
        assertEquals(
                null,
                Run.of("captures/lone-3248.pcap", "-d", "tcp.port==3248,rtp", "-o", "json")
                        .records()
                        .get(0)
                        .get("label"));
    }

    @Test
    void portsHaveNames() {
        Run ssh = Run.of("explain", "ssh", SSH);
        assertTrue(ssh.out().startsWith("22, in the range of system ports"), ssh.out());
        assertTrue(ssh.out().contains("nothing on 22"), ssh.out());
        assertTrue(Run.of("explain", "framehawk").out().startsWith("3224-3324/udp"));
        assertTrue(Run.of("registry", "show", "ssh").out().contains("22/tcp system ssh"));
    }

    @Test
    void filesAreReviewedLikeAFolder(@TempDir Path state) {
        Run run = Run.of(
                "review",
                SSH,
                "captures/lone-3248.pcap",
                "--state",
                state.resolve("s").toString());
        assertEquals(Exit.DONE, run.status(), run.err());
        assertTrue(
                run.out().contains("SSH on 3251/tcp") && run.out().contains("captures/lone-3248.pcap: pcap"),
                run.out());
        Run read =
                Run.of("review", "-r", SSH, "-q", "--state", state.resolve("t").toString());
        assertEquals("", read.err());
        assertFalse(read.out().contains("took"), read.out());
    }

    @Test
    void anInterfaceHasANumber() {
        Run none = Run.of("live", "-i", "9999");
        assertTrue(none.status() == Exit.USAGE || none.err().contains("libpcap"), none.err());
        assertEquals(Run.of("interfaces").status(), Run.of("-D").status());
    }
}
