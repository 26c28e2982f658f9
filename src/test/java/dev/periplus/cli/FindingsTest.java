package dev.periplus.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.TestCaptures;
import dev.periplus.synthetic.StandardPorts;
import dev.periplus.synthetic.Strangers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The findings of a review. */
class FindingsTest {
    @TempDir
    Path folder;

    private Path kase;

    @BeforeEach
    void folderOfTheCase() throws IOException {
        kase = Files.createDirectory(folder.resolve("case"));
        for (Path capture : TestCaptures.all().toList()) {
            Files.copy(capture, kase.resolve(capture.getFileName()));
        }
    }

    private List<Map<String, Object>> findings(String... options) {
        Run run = Run.of(Stream.concat(Stream.of("review", kase.toString(), "-o", "json"), Stream.of(options))
                .toArray(String[]::new));
        List<Map<String, Object>> findings = new ArrayList<>();
        for (Map<String, Object> line : run.lines()) {
            if (line.containsKey("finding")) {
                findings.add(Run.object(line, "finding"));
            }
        }
        return findings;
    }

    private static Map<String, Object> of(List<Map<String, Object>> findings, String id, String where) {
        return findings.stream()
                .filter(finding -> id.equals(finding.get("id")))
                .filter(finding -> String.valueOf(finding.get("where")).contains(where))
                .findFirst()
                .orElseThrow(() -> new AssertionError(id + " at " + where + " is not in " + findings));
    }

    @Test
    void thePlantedConflictsAreFoundEachAsWhatItIs() {
        List<Map<String, Object>> findings = findings();
        Map<String, Object> ssh = of(findings, "remote-access-elsewhere", "10.3.0.9:3251/tcp");
        assertEquals("high", ssh.get("severity"));
        assertEquals("SSH on 3251/tcp, registered for sysscanner (Sys Scanner)", ssh.get("title"));
        Map<String, Object> framehawk = of(findings, "remote-access-of-known-user", "10.9.0.7 3224-3253/udp");
        assertEquals("framehawk", framehawk.get("label"));
        Map<String, Object> lone = of(findings, "framehawk-without-ica", "10.3.0.2:3248/udp");
        assertEquals(null, lone.get("label"));
        assertTrue(String.valueOf(lone.get("facts")).contains("10.3.0.2 serves none of ica"), lone.toString());
        Map<String, Object> scan = of(findings, "scan", "10.7.7.7");
        assertEquals(198, ((Number) scan.get("flows")).intValue());
    }

    @Test
    void standardServicesOnStandardPortsAreNoConflict() throws IOException {
        long seed = System.nanoTime();
        kase = Files.createDirectory(folder.resolve("standard"));
        Files.write(kase.resolve("standard-ports.pcap"), StandardPorts.capture(new Random(seed)));
        assertEquals(
                List.of(),
                findings().stream()
                        .filter(finding -> !"low".equals(finding.get("severity")))
                        .map(finding -> finding.get("title"))
                        .toList(),
                "seed " + seed);
        assertEquals(
                55, Run.of("replay", kase.toString(), "-o", "json").records().size());
    }

    /** Sessions open when the capture began may be the companion. */
    @Test
    void aCompanionThatMayBeThereIsNotCalledMissing() {
        assertFalse(findings().stream()
                .anyMatch(finding -> "framehawk-without-ica".equals(finding.get("id"))
                        && String.valueOf(finding.get("where")).contains("10.9.0.11")));
    }

    @Test
    void failOnGivesAStatus() {
        assertEquals(
                Exit.FINDING,
                Run.of("review", kase.toString(), "--fail-on", "high").status());
        assertEquals(
                Exit.DONE,
                Run.of("review", kase.toString(), "--fail-on", "critical").status());
        assertEquals(
                Exit.USAGE,
                Run.of("review", kase.toString(), "--fail-on", "grave").status());
    }

    private void accept(String until, String label) throws IOException {
        Files.writeString(
                kase.resolve("accepted.yaml"),
                "- host: 10.3.0.0/24\n  port: 3251\n  transport: tcp\n  label: " + label + "\n  until: " + until
                        + "\n  ticket: OPS-17\n");
    }

    @Test
    void whatIsWrongWithAcceptedHasItsLine() throws IOException {
        accept("tomorrow", "no-such-label");
        Run run = Run.of("review", kase.toString());
        assertEquals(Exit.USAGE, run.status());
        assertTrue(run.err().contains("accepted.yaml:1: no protocol has the id 'no-such-label'"), run.err());
        assertTrue(run.err().contains("until takes a date"), run.err());
    }

    @Test
    void severitiesAreData() throws IOException {
        Path rules = Files.createDirectory(folder.resolve("rules"));
        Files.writeString(
                rules.resolve("findings.yaml"),
                "- id: remote-access-elsewhere\n  when: not-as-registered\n  labels: [ssh]\n  severity: critical\n"
                        + "  title: \"own words for {label}\"\n  means: Call the night shift.\n");
        Map<String, Object> ssh = of(findings("--rules", rules.toString()), "remote-access-elsewhere", "10.3.0.9:3251");
        assertEquals("critical", ssh.get("severity"));
        assertEquals("own words for ssh", ssh.get("title"));
    }

    @Test
    void peopleReadTheGravestFirst() {
        Run run = Run.of("review", kase.toString());
        assertTrue(run.out().startsWith("HIGH  "), run.out().substring(0, 200));
        assertTrue(run.out().lines().allMatch(line -> line.length() <= 100), run.out());
    }

    @Test
    void socketListsOfTheCaseTellTheProcesses() throws IOException {
        String sockets = "tcp LISTEN 0 128 0.0.0.0:3251 0.0.0.0:* users:((\"nginx\",pid=812,fd=3))\n";
        Files.writeString(kase.resolve("ss-10.3.0.9.txt"), sockets);
        Files.writeString(kase.resolve("notes.txt"), "tcp LISTEN is what ss prints\nwe saw " + sockets + "once\n");
        Files.writeString(kase.resolve("ss-10.3.0.10.txt"), sockets.replace("nginx", "python3"));
        Run run = Run.of("review", kase.toString(), "-o", "json", "-Y", "server.ip == 10.3.0.9");
        assertTrue(run.err().contains("ss-10.3.0.9.txt: socket list, 1 socket"), run.err());
        assertFalse(run.err().contains("notes.txt"), run.err());
        Map<String, Object> flow = run.records().get(0);
        assertTrue(String.valueOf(flow.get("process")).contains("nginx"), flow.toString());
        assertFalse(String.valueOf(flow.get("process")).contains("python3"), flow.toString());
        Map<String, Object> finding = of(findings(), "process-disagrees", "10.3.0.9:3251/tcp");
        assertEquals("high", finding.get("severity"));
    }

    @Test
    void whatNobodyCanNameIsSaidTogetherWhereItBeginsAlike() throws IOException {
        Path strangers = Files.createDirectory(folder.resolve("strangers"));
        Files.write(strangers.resolve("strangers.pcap"), Strangers.capture(20190301));
        Run run = Run.of("review", strangers.toString(), "--all");
        String title = "Unidentified traffic that begins alike on 7001-7003/tcp";
        assertTrue(run.out().contains(title), run.out());
        assertTrue(run.out().contains("the client begins with 48 4f 55 53 01 ?? 00 ?? "), run.out());
        assertEquals(1, run.out().split("alike on 7001-7003/tcp", -1).length - 1);
        String again = Run.of("review", strangers.toString(), "--all").out();
        assertTrue(again.contains(title), again);
    }
}
