package dev.periplus.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
    @TempDir
    Path folder;

    @Test
    void aFileAloneIsReplayed() {
        Run run = Run.of("captures/ssh-on-3251.pcap");
        assertEquals(Exit.DONE, run.status());
        assertTrue(run.out().contains("ssh") && run.out().contains("sysscanner"), run.out());
    }

    @Test
    void conflictsComeFirst() {
        Run run = Run.of("captures/everyday.pcapng", "captures/ssh-on-3251.pcap");
        int conflict = run.out().indexOf("sysscanner");
        int ordinary = run.out().indexOf("As registered");
        assertTrue(conflict > 0 && ordinary > conflict, run.out());
    }

    @Test
    void theRegistrantIsNeverTheFinding() {
        for (var record : Run.of("captures/lone-3248.pcap", "-o", "json").records()) {
            assertEquals(null, record.get("label"));
            assertEquals("procos-lm", Run.object(record, "registered").get("name"));
            assertEquals("registered-only", record.get("standing"));
            assertTrue(record.get("known_users").toString().contains("framehawk"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--no-such-option",
                "-o=yaml",
                "--shards=0",
                "--max-flows=x",
                "--framehawk-range=9-1",
                "--framehawk-range=x",
                "--count=-1"
            })
    void wrongUsageIsOneSentence(String option) {
        Run run = Run.of("replay", "captures/everyday.pcapng", option);
        assertEquals(Exit.USAGE, run.status());
        assertEquals(1, run.err().lines().count(), run.err());
        assertTrue(run.err().startsWith("periplus: "), run.err());
    }

    @Test
    void whatCannotBeReadIsNamedAndTheRestIsRead() throws Exception {
        Path text = folder.resolve("notes.txt");
        Files.writeString(text, "<html>not a capture</html>");
        Path empty = folder.resolve("empty.pcap");
        Files.createFile(empty);
        Run run = Run.of(
                "captures/everyday.pcapng", text.toString(), empty.toString(), folder + "/missing.pcap", "-o", "json");
        assertEquals(Exit.UNREADABLE, run.status());
        assertEquals(7, run.records().size());
        assertEquals(3, run.err().lines().count(), run.err());
    }

    @Test
    void noPacketsIsSaidAloud() throws Exception {
        byte[] whole = Files.readAllBytes(Path.of("captures/ssh-on-3251.pcap"));
        Path none = folder.resolve("none.pcap");
        Files.write(none, java.util.Arrays.copyOf(whole, 24));
        Run run = Run.of(none.toString());
        assertEquals(Exit.NOTHING, run.status());
        assertTrue(run.out().contains("0 packets"), run.out());
        assertTrue(run.err().contains("no packets"), run.err());
    }

    @Test
    void evictionsMakeTheRunPartial() {
        Run run = Run.of("captures/framehawk-xenapp.pcapng", "-o", "json", "--max-flows", "10");
        assertEquals(Exit.PARTIAL, run.status());
        assertTrue(((Number) run.counters().get("flows.evicted")).longValue() > 0);
        assertTrue(run.records().size() >= 64);
    }

    @Test
    void formatsGoWhereTheyAreTold() {
        Path json = folder.resolve("out.json");
        Path csv = folder.resolve("out.csv");
        Run run = Run.of("captures/everyday.pcapng", "-o", "json=" + json, "-o", "csv=" + csv);
        assertEquals("", run.out());
        assertTrue(Files.exists(json) && Files.exists(csv));
        assertEquals(
                Exit.USAGE,
                Run.of("captures/everyday.pcapng", "-o", "json", "-o", "csv").status());
    }

    @Test
    void limitsAreKept() {
        Run run = Run.of("captures/everyday.pcapng", "-o", "json", "-c", "5");
        assertEquals(5, ((Number) run.counters().get("packets-read")).intValue());
    }

    @Test
    void aPortIsExplained() {
        Run run = Run.of("explain", "3248/udp");
        assertTrue(run.out().contains("procos-lm (PROCOS LM)"), run.out());
        assertTrue(run.out().contains("Framehawk") && run.out().contains("ss -ulnp"), run.out());
        assertFalse(run.out().lines().anyMatch(line -> line.length() > 160));
    }

    @Test
    void aPortIsExplainedWithTheProtocolsThatBearOutItsRegistration() {
        String messages = Run.of("explain", "44818/tcp").out();
        assertTrue(messages.contains("proved by: bytes that match ethernet-ip"), messages);
        assertFalse(messages.contains("no rule knows its bytes"), messages);
        String queries = Run.of("explain", "853").out();
        assertTrue(queries.contains("bytes that match tls\n"), queries);
        assertTrue(queries.contains("bytes that match dtls or quic\n"), queries);
    }

    @Test
    void aPortOfSctpIsExplainedToo() {
        String registered = "Registered 3868/sctp: diameter (DIAMETER)";
        for (String port : List.of("3868/sctp", "3868")) {
            Run run = Run.of("explain", port);
            assertTrue(run.out().contains(registered), run.out());
        }
        String nobody = Run.of("explain", "3869/sctp").out();
        assertTrue(nobody.contains("Registered 3869/sctp: nobody") && nobody.contains("ss -Slnp"), nobody);
        assertFalse(Run.of("explain", "3248").out().contains("sctp"));
    }

    @Test
    void rulesAreCheckedTestedAndListed() throws Exception {
        assertEquals(Exit.DONE, Run.of("rules", "check", "rules").status());
        assertEquals(Exit.DONE, Run.of("rules", "test").status());
        assertTrue(Run.of("rules", "list").out().contains("ica/"));
        Run calibration = Run.of("rules", "list", "--calibration");
        assertEquals(Exit.DONE, calibration.status());
        assertTrue(calibration.out().contains("95 % interval"), calibration.out());
        Files.writeString(folder.resolve("bad.yaml"), "id: bad\nwhen: x\n");
        Run bad = Run.of("rules", "check", folder.toString());
        assertEquals(Exit.USAGE, bad.status());
        assertTrue(bad.err().contains("bad.yaml:2: "), bad.err());
    }

    @Test
    void ownRulesAddALabel() throws Exception {
        Files.writeString(folder.resolve("house-protocol.yaml"), """
                id: house-protocol
                name: The protocol of the house
                category: other
                references: ["house handbook, section 1"]
                signatures:
                  - name: banner
                    transport: tcp
                    when: ["bytes[0] == 'SSH-2.0-OpenSSH'", "length >= 20"]
                    matches: ["'SSH-2.0-OpenSSH_9.2p1' 0d 0a"]
                    rejects: ["'SSH-1.0-OpenSSH_9.2p1' 0d 0a"]
                """);
        Run run = Run.of("captures/ssh-on-3251.pcap", "-o", "json", "--rules", folder.toString());
        assertTrue(run.out().contains("house-protocol"), run.out());
    }

    @Test
    void theFramehawkRangeCanBeSet() {
        Run run = Run.of("captures/framehawk-xenapp.pcapng", "-o", "json", "--framehawk-range", "4000-4100");
        assertTrue(run.records().stream().noneMatch(record -> "framehawk".equals(record.get("label"))));
    }

    @Test
    void helpAndVersionAreThere() {
        assertEquals(Exit.DONE, Run.of("--help").status());
        assertEquals(Exit.USAGE, Run.of().status());
        assertTrue(Run.of("--version")
                .out()
                .matches("periplus \\S+\ncommit   (unknown|[0-9a-f]{40}(-dirty)?)\nrules    SHA-256 [0-9a-f]{64}\n"));
        for (String command : new String[] {"replay", "explain", "rules", "registry"}) {
            assertTrue(Run.of(command, "--help").out().startsWith("usage: periplus " + command));
        }
    }

    @Test
    void aCaptureIsNeverWrittenOver() throws Exception {
        Path capture = folder.resolve("a.pcap");
        Files.copy(Path.of("captures/lone-3248.pcap"), capture);
        Run run = Run.of(capture.toString(), "-o", "json=" + folder.resolve(".").resolve("a.pcap"));
        assertEquals(Exit.USAGE, run.status());
        assertEquals(Files.size(Path.of("captures/lone-3248.pcap")), Files.size(capture));
    }

    @Test
    void twoFormatsDoNotShareAFile() {
        Path both = folder.resolve("both");
        Run run = Run.of("captures/lone-3248.pcap", "-o", "json=" + both, "-o", "csv=" + both);
        assertEquals(Exit.USAGE, run.status());
    }

    @Test
    void whatCannotBeReadIsNamedWithItsCause() {
        Run list = Run.of("replay", "--list", folder.resolve("none.txt").toString());
        assertEquals(Exit.UNREADABLE, list.status());
        assertTrue(list.err().contains("none.txt: no such file"), list.err());
        Run flow = Run.of("explain", "--flow", "1", folder.resolve("none.pcap").toString());
        assertEquals(Exit.UNREADABLE, flow.status());
        assertTrue(flow.err().contains("no such file"), flow.err());
    }

    @Test
    void aRangeOfFramehawkMovesItsClaimToo() {
        Run run = Run.of("captures/lone-3248.pcap", "-o", "json", "--framehawk-range", "16600-16700");
        assertFalse(run.records().get(0).get("known_users").toString().contains("framehawk"), run.out());
    }

    @Test
    void protocolsInOneAnotherAreNamedInOrder() {
        var protocols = Run.of("captures/protocol-changes.pcap", "-o", "json").records().stream()
                .map(record -> record.get("protocols").toString())
                .toList();
        assertEquals(
                List.of(
                        "[smtp, tls]",
                        "[http, tls, http2]",
                        "[socks, http]",
                        "[proxy-protocol, ssh]",
                        "[http, websocket]",
                        "[ftp]",
                        "[ftp-data]",
                        "[ftp-data]"),
                protocols);
    }

    @Test
    void whatLiesInsideHasItsOwnEvidenceAndNames() {
        var records = Run.of("captures/protocol-changes.pcap", "-o", "json").records();
        assertTrue(
                records.get(0).get("inside").toString().contains("ClientHello"),
                records.get(0).toString());
        assertTrue(
                records.get(0).get("metadata").toString().contains("mail.example.org"),
                records.get(0).toString());
        Run trail = Run.of("explain", "--flow", "1", "captures/protocol-changes.pcap");
        assertTrue(trail.out().contains("then tls"), trail.out());
    }
}
