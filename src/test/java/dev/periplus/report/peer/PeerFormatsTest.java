package dev.periplus.report.peer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.FlowSink;
import dev.periplus.answer.Standing;
import dev.periplus.answer.Verdict;
import dev.periplus.decode.Packet;
import dev.periplus.flow.Flow;
import dev.periplus.flow.FlowEnd;
import dev.periplus.flow.FlowFixture;
import dev.periplus.report.Json;
import dev.periplus.report.Records;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Third-party formats of flows that the captures do not contain. */
class PeerFormatsTest {
    @TempDir
    Path folder;

    private static Flow talk(int protocol) {
        return Records.talk(FlowFixture.first(protocol, "10.0.0.1", 40000, "10.0.0.2", 3251));
    }

    private static Records goesOn() {
        Flow soFar = FlowFixture.begin(FlowFixture.first(Packet.TCP, "10.0.0.1", 40000, "10.0.0.2", 3251))
                .observed()
                .sends(0, 3, 60)
                .sends(1, 4, 500)
                .soFar();
        return Records.of(soFar).label("ssh", 0.99).registered("sysscanner", "Sys Scanner", Standing.NOT_AS_REGISTERED);
    }

    private static List<Map<?, ?>> written(Function<OutputStream, FlowSink> format, FlowRecord record) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        FlowSink sink = format.apply(out);
        take(sink, record);
        sink.flush();
        return out.toString(UTF_8).lines().<Map<?, ?>>map(Json::object).toList();
    }

    private List<Map<?, ?>> zeek(FlowRecord record, int file) throws IOException {
        ZeekReport report = ZeekReport.in(folder, ZeekReport.Form.JSON);
        take(report, record);
        report.finish(Records.run());
        return Files.readAllLines(ZeekReport.files(folder).get(file)).stream()
                .<Map<?, ?>>map(Json::object)
                .toList();
    }

    private static void take(FlowSink sink, FlowRecord record) {
        if (record.flow().endReason() == FlowEnd.ACTIVE) {
            sink.goesOn(record);
        } else {
            sink.flow(record);
        }
    }

    private static Map<?, ?> object(Map<?, ?> in, String name) {
        return (Map<?, ?>) in.get(name);
    }

    @Test
    void eveTellsOfAFlowThatGoesOnWithoutItsEnd() {
        List<Map<?, ?>> events = written(EveReport::new, goesOn().made());
        assertEquals(1, events.size(), "no anomaly yet");
        Map<?, ?> flow = object(events.get(0), "flow");
        assertEquals("established", flow.get("state"));
        assertFalse(flow.containsKey("end"));
        assertFalse(flow.containsKey("reason"));
        assertEquals("active", object(events.get(0), "label").get("ended"));
    }

    @Test
    void ecsCallsAFlowThatGoesOnInfo() {
        Map<?, ?> event = object(written(EcsReport::new, goesOn().made()).get(0), "event");
        assertEquals(List.of("connection", "protocol", "info"), event.get("type"));
    }

    @Test
    void zeekAndTimesketchWaitForTheEnd() throws IOException {
        assertEquals(List.of(), zeek(goesOn().made(), 0));
        assertEquals(List.of(), zeek(goesOn().made(), 1));
        assertEquals(List.of(), written(TimesketchReport::new, goesOn().made()));
    }

    @Test
    void whatTheBytesDoNotProveIsNoServiceOfZeek() throws IOException {
        Verdict verdict = new Verdict("framehawk", "framehawk", null, Verdict.Basis.CORRELATION, 0.97, null, List.of());
        FlowRecord record = Records.of(talk(Packet.UDP)).verdict(verdict).made();
        Map<?, ?> conn = zeek(record, 0).get(0);
        assertNull(conn.get("service"));
        assertEquals("framehawk", conn.get("speculative_service"));
        assertEquals("failed", written(EveReport::new, record).get(0).get("app_proto"));
    }

    @Test
    void namesAreThoseOfTheOtherProgram() throws IOException {
        FlowRecord kerberos =
                Records.of(talk(Packet.TCP)).label("kerberos", 0.99).made();
        assertEquals("krb_tcp", zeek(kerberos, 0).get(0).get("service"));
        assertEquals("krb5", written(EveReport::new, kerberos).get(0).get("app_proto"));
        FlowRecord startTls =
                Records.of(talk(Packet.TCP)).label("smtp", 0.99).then("tls").made();
        assertEquals("smtp,ssl", zeek(startTls, 0).get(0).get("service"));
        Map<?, ?> event = written(EveReport::new, startTls).get(0);
        assertEquals("tls", event.get("app_proto"));
        assertEquals("smtp", event.get("app_proto_orig"));
    }

    @Test
    void aFlowWithoutEvidenceHasOneLabelRecord() throws IOException {
        FlowRecord unknown = Records.of(talk(Packet.UDP))
                .registered("procos-lm", "PROCOS LM", Standing.REGISTERED_ONLY)
                .made();
        List<Map<?, ?>> labels = zeek(unknown, 1);
        assertEquals(1, labels.size());
        assertFalse(labels.get(0).containsKey("label"));
        assertEquals("no-rule-matched", labels.get(0).get("unknown_because"));
        assertEquals("procos-lm", labels.get(0).get("registered_name"));
        assertEquals(false, labels.get(0).get("registered_conflict"));
    }

    @Test
    void vlansAreTheOuterAndTheInner() throws IOException {
        Packet first = FlowFixture.first(Packet.UDP, "2001:db8::1", 40000, "2001:db8::2", 53);
        first.vlan = 200 << 12 | 30;
        FlowRecord record = Records.of(Records.talk(first)).label("dns", 0.99).made();
        Map<?, ?> conn = zeek(record, 0).get(0);
        assertEquals("200", conn.get("vlan"));
        assertEquals("30", conn.get("inner_vlan"));
        assertEquals(
                List.of("200", "30"), written(EveReport::new, record).get(0).get("vlan"));
        Map<?, ?> network = object(written(EcsReport::new, record).get(0), "network");
        assertEquals(Map.of("id", "200"), network.get("vlan"));
        assertEquals(Map.of("vlan", Map.of("id", "30")), network.get("inner"));
        assertEquals("ipv6", network.get("type"));
    }

    @Test
    void aRunWithoutFlowsHasLogsWithHeaders() throws IOException {
        ZeekReport.in(folder, ZeekReport.Form.TSV).finish(Records.run());
        for (Path file : ZeekReport.files(folder)) {
            List<String> lines = Files.readAllLines(file);
            assertTrue(lines.stream().allMatch(line -> line.startsWith("#")), "" + lines);
            assertEquals("#separator \\x09", lines.get(0));
            assertTrue(lines.get(lines.size() - 1).startsWith("#types\ttime\tstring\taddr"), "" + lines);
        }
    }
}
