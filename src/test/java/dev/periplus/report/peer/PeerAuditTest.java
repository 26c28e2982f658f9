package dev.periplus.report.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.cli.Run;
import dev.periplus.engine.Engine;
import dev.periplus.engine.Knowledge;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PeerAuditTest {
    private static final String HEAD =
            "#separator \\x09\n#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\tservice\tduration\n";

    /** The flow of captures/ssh-on-3251.pcap; its client's port is not known to this test. */
    private static final String START = "1695073450.5";

    @TempDir
    Path folder;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);

    private PeerAudit audit(PeerAudit audit, String log) throws Exception {
        return audit(audit, log, "conn.log");
    }

    private PeerAudit audit(PeerAudit audit, String log, String name) throws Exception {
        Path file = folder.resolve(name);
        try (OutputStream to = name.endsWith(".gz")
                ? new GZIPOutputStream(Files.newOutputStream(file))
                : Files.newOutputStream(file)) {
            to.write(log.getBytes(StandardCharsets.UTF_8));
        }
        audit.read(file);
        List<String> captures = List.of("captures/ssh-on-3251.pcap");
        try (Engine engine = new Engine(Engine.Settings.of(
                Knowledge.load(
                        Knowledge.ruleLoader().packaged().load(),
                        dev.periplus.rulefile.RuleFolder.read(null, folder -> folder),
                        false),
                1))) {
            engine.run(captures, audit::flow);
        }
        audit.end();
        return audit;
    }

    private static int port() throws IOException {
        byte[] pcap = Files.readAllBytes(Path.of("captures/ssh-on-3251.pcap"));
        return (pcap[24 + 16 + 34] & 0xff) << 8 | pcap[24 + 16 + 35] & 0xff;
    }

    private static String zeek(String service) throws IOException {
        return HEAD + START + "\tCabc\t10.3.0.77\t" + port() + "\t10.3.0.9\t3251\ttcp\t" + service + "\t16.2\n";
    }

    private String text() {
        return printed.toString(StandardCharsets.UTF_8);
    }

    @Test
    void anEqualLabelAgreesWhoeverSentFirst() throws Exception {
        PeerAudit audit = audit(PeerAudit.zeek(false, out), zeek("ssh"));
        assertEquals("", text());
        assertEquals(0, audit.disagreements());
        assertTrue(
                audit.summary().get(0).startsWith("agree       1 flow;"),
                audit.summary().toString());
        assertFalse(audit.isPartial());
    }

    @Test
    void anotherLabelDisagrees() throws Exception {
        assertEquals(1, audit(PeerAudit.zeek(false, out), zeek("http,gssapi")).disagreements());
        assertTrue(
                text().startsWith("label  10.3.0.77:" + port()
                        + " → 10.3.0.9:3251/tcp  zeek: http,gssapi; periplus: ssh 0.99, flow 1"),
                text());
    }

    @Test
    void aFlowWithoutServiceIsLabelledHereOnly() throws Exception {
        audit(PeerAudit.zeek(false, out), zeek("-"));
        assertTrue(text().startsWith("only-periplus  "), text());
    }

    @Test
    void flowsAtAnotherTimeAreOthers() throws Exception {
        PeerAudit audit = audit(PeerAudit.zeek(false, out), zeek("ssh").replace(START, "1695070000.0"));
        assertEquals(2, audit.disagreements());
        assertTrue(text().contains("not-in-log  "), text());
        assertTrue(text().contains("not-in-capture  "), text());
        assertTrue(text().contains("(Cabc)"), text());
    }

    @Test
    void jsonOfBothToolsAndGzipAreRead() throws Exception {
        String zeek = "{\"ts\":" + START + ",\"uid\":\"C1\",\"id.orig_h\":\"10.3.0.9\",\"id.orig_p\":3251,"
                + "\"id.resp_h\":\"10.3.0.77\",\"id.resp_p\":" + port()
                + ",\"proto\":\"tcp\",\"service\":\"ssh\",\"duration\":1.0}\n";
        assertEquals(0, audit(PeerAudit.zeek(false, out), zeek, "conn.log.gz").disagreements());
        String eve = "{\"timestamp\":\"x\",\"event_type\":\"alert\",\"src_ip\":\"1.2.3.4\"}\n"
                + "{\"event_type\":\"flow\",\"flow_id\":7,\"src_ip\":\"10.3.0.77\",\"src_port\":" + port()
                + ",\"dest_ip\":\"10.3.0.9\",\"dest_port\":3251,\"proto\":\"TCP\",\"app_proto\":\"tls\",\"flow\":"
                + "{\"pkts_toserver\":3,\"start\":\"2023-09-18T21:44:10.000000+0000\","
                + "\"end\":\"2023-09-18T21:44:20.000000+0000\"}}\n";
        assertEquals(1, audit(PeerAudit.suricata(true, out), eve, "eve.json").disagreements());
        assertTrue(
                text().startsWith(
                                "{\"disagreement\":{\"kind\":\"label\",\"tool\":\"suricata\",\"id\":\"7\",\"services\":[\"tls\"]"),
                text());
        assertTrue(text().contains("\"protocols\":[\"ssh\"]"), text());
    }

    @Test
    void namesOfTheOtherToolAreKnown() throws Exception {
        List<PeerFlow> read = new ArrayList<>();
        PeerLog log = new PeerLog(PeerLog.Tool.ZEEK, read::add);
        Path file = Files.writeString(folder.resolve("conn.log"), zeek("SSL,http"));
        log.read(file);
        assertEquals(List.of("ssl", "http"), read.get(0).services());
        assertEquals(1_695_073_450_500_000_000L, read.get(0).start());
    }

    @Test
    void linesThatAreNothingAreCounted() throws Exception {
        List<String> lines = List.of(
                "1\t2\t3",
                "{\"ts\":",
                "{".repeat(3000),
                "x".repeat(100_000),
                zeek("ssh").substring(HEAD.length()).replace("10.3.0.9", "host").strip(),
                zeek("ssh").substring(HEAD.length()).replace(START, "1e400").strip(),
                zeek("ssh").substring(HEAD.length()).replace(START, "-7").strip(),
                zeek("ssh").substring(HEAD.length()).replace("3251", "99999").strip());
        PeerAudit audit = audit(PeerAudit.zeek(false, out), HEAD + String.join("\n", lines) + "\n" + zeek("ssh"));
        assertTrue(audit.isPartial());
        assertTrue(
                audit.summary().stream().anyMatch(line -> line.contains(lines.size() + " lines of the log")),
                audit.summary().toString());
        assertEquals(0, audit.disagreements());
    }

    /** The Community ID of the flow of the capture, as the native record has it. */
    private static String communityId() {
        return String.valueOf(Run.of("captures/ssh-on-3251.pcap", "-o", "json")
                .records()
                .get(0)
                .get("community_id"));
    }

    /** A record of the flow, with a Community ID, and endpoints that are not its own or are missing. */
    private static String zeekJson(String communityId, String endpoints) {
        return "{\"ts\":" + START + ",\"uid\":\"Cabc\"," + endpoints + "\"service\":\"ssh\",\"duration\":16.2,"
                + "\"community_id\":\"" + communityId + "\"}\n";
    }

    private static String endpoints(String client) throws IOException {
        return "\"id.orig_h\":\"" + client + "\",\"id.orig_p\":" + port()
                + ",\"id.resp_h\":\"10.3.0.9\",\"id.resp_p\":3251,\"proto\":\"tcp\",";
    }

    @Test
    void aCommunityIdIsEnough() throws Exception {
        PeerAudit audit = audit(PeerAudit.zeek(false, out), zeekJson(communityId(), ""));
        assertEquals("", text());
        assertTrue(audit.summary().get(0).startsWith("agree       1 flow;"), text());
    }

    @Test
    void aCommunityIdFindsAFlowWhoseAddressesWereReplaced() throws Exception {
        PeerAudit audit = audit(PeerAudit.zeek(false, out), zeekJson(communityId(), endpoints("198.51.100.1")));
        assertEquals("", text());
        assertEquals(0, audit.disagreements());
    }

    @Test
    void aCommunityIdOfAnotherSeedLeavesItToTheEndpoints() throws Exception {
        String other = "1:" + "A".repeat(27) + "=";
        PeerAudit audit = audit(PeerAudit.zeek(false, out), zeekJson(other, endpoints("10.3.0.77")));
        assertEquals("", text());
        assertEquals(0, audit.disagreements());
    }

    @Test
    void aFlowThatNoCommunityIdMeetsIsToldOnce() throws Exception {
        String other = "1:" + "A".repeat(27) + "=";
        PeerAudit audit = audit(PeerAudit.zeek(false, out), zeekJson(other, endpoints("198.51.100.1")));
        assertEquals(2, audit.disagreements(), text());
        audit(PeerAudit.zeek(false, out), zeekJson(other, ""));
        assertTrue(text().contains("not-in-capture  " + other + " (Cabc)"), text());
    }

    @Test
    void whatIsNoCommunityIdAndHasNoEndpointsIsUnreadable() throws Exception {
        PeerAudit audit = audit(PeerAudit.zeek(false, out), zeekJson("1:short", "\"proto\":\"tcp\","));
        assertTrue(audit.isPartial());
    }
}
