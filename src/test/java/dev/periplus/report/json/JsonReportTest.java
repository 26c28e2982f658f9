package dev.periplus.report.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.address.Address;
import dev.periplus.address.Endpoint;
import dev.periplus.answer.Counter;
import dev.periplus.answer.Evidence;
import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.Standing;
import dev.periplus.answer.Verdict;
import dev.periplus.decode.Packet;
import dev.periplus.decode.Tunnel;
import dev.periplus.flow.Flow;
import dev.periplus.flow.FlowEnd;
import dev.periplus.flow.FlowFixture;
import dev.periplus.flow.Rhythm;
import dev.periplus.flow.StatedFlow;
import dev.periplus.report.Json;
import dev.periplus.report.Records;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonReportTest {
    private static final List<String> KEYS = List.of(
            "capture",
            "flow",
            "uid",
            "community_id",
            "transport",
            "vlan",
            "tunnel",
            "client",
            "server",
            "direction",
            "start",
            "end",
            "duration",
            "ended",
            "label",
            "protocol",
            "application",
            "basis",
            "confidence",
            "unknown_because",
            "protocols",
            "registered",
            "known_users",
            "standing",
            "evidence",
            "alternatives",
            "process",
            "metadata");

    @Test
    void theWholeRecordAddsWhatOnlyFindingsNeed() {
        Flow flow = new StatedFlow(
                        "C0123456789abcdefg",
                        new Endpoint(Address.ofIpv4(0x0a010417), 40_000, Packet.UDP),
                        new Endpoint(Address.ofIpv4(0xcb007107), 4433, Packet.UDP),
                        4,
                        Flow.Direction.OBSERVED,
                        FlowEnd.IDLE,
                        1_600_000_000_000_000_000L,
                        1_600_000_900_000_000_000L,
                        new StatedFlow.Sent(100, 9000, 8000),
                        new StatedFlow.Sent(99, 8000, 7000),
                        true,
                        Rhythm.of(15, 60_012_000_000.0, 12_500_000))
                .flow();
        JsonText plain = new JsonText();
        new JsonFlow(plain).write(Records.of(flow).made());
        JsonText whole = new JsonText();
        new JsonFlow(whole).writeWhole(Records.of(flow).made());
        String more = ",\"rhythm\":{\"beats\":15,\"mean\":60.012,\"deviation\":0.0125},\"shared\":true}\n";
        assertEquals(plain.toString().replaceAll("}\n$", more), whole.toString());
        assertTrue(plain.toString().contains("\"uid\":\"C0123456789abcdefg\""), plain.toString());
        JsonText same = new JsonText();
        new JsonFlow(same).writeWhole(framehawk());
        plain.clear();
        new JsonFlow(plain).write(framehawk());
        assertEquals(plain.toString(), same.toString());
    }

    @Test
    void aRecordHasAllItsKeysInOrder() {
        Map<?, ?> json = json(framehawk());
        assertEquals(KEYS, new ArrayList<>(json.keySet()));
        assertEquals("case/a.pcapng", json.get("capture"));
        assertEquals("12", json.get("flow"));
        assertEquals("udp", json.get("transport"));
        assertEquals(List.of("200", "30"), json.get("vlan"));
        assertEquals(List.of("vxlan", "gre"), json.get("tunnel"));
        assertEquals(
                Map.of("ip", "10.1.4.23", "port", "51512", "packets", "3", "bytes", "300", "payload_bytes", "180"),
                json.get("client"));
        assertEquals(
                Map.of("ip", "10.9.0.7", "port", "3248", "packets", "4", "bytes", "2160", "payload_bytes", "2000"),
                json.get("server"));
        assertEquals("observed", json.get("direction"));
        assertEquals("2017-07-14T02:40:00.000000000Z", json.get("start"));
        assertEquals("2017-07-14T02:40:01.500000000Z", json.get("end"));
        assertEquals("1.5", json.get("duration"));
        assertEquals("end-of-capture", json.get("ended"));
        assertEquals("framehawk", json.get("label"));
        assertEquals("citrix-framehawk", json.get("application"));
        assertEquals("correlation", json.get("basis"));
        assertEquals("0.9723", json.get("confidence"));
        assertNull(json.get("unknown_because"));
        assertNull(json.get("process"));
    }

    @Test
    void claimsStandApartFromTheFinding() {
        Map<?, ?> json = json(framehawk());
        assertEquals("not-as-registered", json.get("standing"));
        Map<?, ?> registered = (Map<?, ?>) json.get("registered");
        assertEquals(List.of("name", "description", "date"), new ArrayList<>(registered.keySet()));
        assertEquals("procos-lm", registered.get("name"));
        assertNull(registered.get("date"));
        assertEquals(
                List.of(Map.of(
                        "id", "framehawk", "range", "3224-3324", "source", "Framehawk policy settings; CTX205257")),
                json.get("known_users"));
    }

    @Test
    void evidenceSaysWhereItsBytesLie() {
        List<?> evidence = (List<?>) json(framehawk()).get("evidence");
        Map<?, ?> companion = (Map<?, ?>) evidence.get(0);
        assertEquals(
                List.of("kind", "for", "weight", "says", "rule", "packet", "offset", "bytes"),
                new ArrayList<>(companion.keySet()));
        assertEquals("companion", companion.get("kind"));
        assertEquals("25", companion.get("weight"));
        assertNull(companion.get("packet"));
        assertNull(companion.get("offset"));
        assertNull(companion.get("bytes"));
        Map<?, ?> signature = (Map<?, ?>) evidence.get(1);
        assertEquals("-12.3", signature.get("weight"));
        assertEquals("14", signature.get("packet"));
        assertEquals("0", signature.get("offset"));
        assertEquals("7f7f", signature.get("bytes"));
    }

    @Test
    void oneValueOfMetadataIsATextAndSeveralAreAnArray() {
        Map<String, List<String>> tls = Map.of("sni", List.of("a.example"), "alpn", List.of("h2", "http/1.1"));
        FlowRecord record = Records.tcp("10.0.0.1", "10.0.0.2", 443)
                .metadata(Map.of("tls", tls))
                .made();
        assertEquals(
                Map.of("tls", Map.of("sni", "a.example", "alpn", List.of("h2", "http/1.1"))),
                json(record).get("metadata"));
    }

    @Test
    void anUnknownFlowHasAReasonAndNoLabel() {
        Map<?, ?> json = json(Records.tcp("10.0.0.1", "10.0.0.2", 9)
                .because(Verdict.Unknown.OPAQUE)
                .made());
        assertNull(json.get("label"));
        assertNull(json.get("registered"));
        assertEquals("none", json.get("basis"));
        assertEquals("0", json.get("confidence"));
        assertEquals("opaque", json.get("unknown_because"));
        assertFalse(json.containsKey("vlan"));
        assertFalse(json.containsKey("tunnel"));
        assertEquals(List.of(), json.get("known_users"));
    }

    @Test
    void aScanSaysHowManyTargetsItHad() {
        FlowRecord record = Records.tcp("10.0.0.9", "10.0.0.2", 22).scan(202).made();
        assertEquals(Map.of("scan", Map.of("targets", "202")), json(record).get("metadata"));
    }

    @Test
    void protocolsHaveTheirNames() {
        assertEquals("icmp", transport(1));
        assertEquals("ipv6-icmp", transport(58));
        assertEquals("sctp", transport(132));
        assertEquals("gre", transport(47));
        assertEquals("ospf", transport(89));
        assertEquals("ip-253", transport(253));
    }

    @Test
    void textFromTrafficCannotBreakALine() {
        String hostile = "a\"\\\n\r\u0000\u001b[31m\u2028\ud800\udfff\ud800 \udc00x\ud83d";
        FlowRecord record = Records.tcp("10.0.0.1", "10.0.0.2", 80)
                .in("b\n" + hostile)
                .label("http", 0.9)
                .says("http", hostile)
                .metadata(Map.of(hostile, Map.of(hostile, List.of(hostile, hostile + 2))))
                .made();
        String line = written(record);
        assertTrue(line.chars().noneMatch(c -> c < 0x20), line);
        String repaired = "a\"\\\n\r\u0000\u001b[31m\u2028\ud800\udfff\ufffd \ufffdx\ufffd";
        Map<?, ?> json = Json.object(line);
        assertEquals("b\n" + repaired, json.get("capture"));
        assertEquals(repaired, ((Map<?, ?>) ((List<?>) json.get("evidence")).get(0)).get("says"));
        assertEquals(Map.of(repaired, Map.of(repaired, List.of(repaired, repaired + 2))), json.get("metadata"));
    }

    @Test
    void everyFlowIsALineAndTheRunIsTheLast() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        JsonReport report = new JsonReport(out);
        for (int i = 1; i <= 1_000; i++) {
            report.flow(Records.tcp("10.0.0.1", "10.0.0.2", 80).number(i).made());
        }
        report.finish(Records.run(Counter.FLOWS.count(1_000)));
        String text = out.toString(UTF_8);
        assertTrue(text.endsWith("}\n"), "ends with a line end");
        List<String> lines = text.lines().toList();
        assertEquals(1_001, lines.size());
        for (int i = 0; i < 1_000; i++) {
            assertEquals(Integer.toString(i + 1), Json.object(lines.get(i)).get("flow"));
        }
        Map<?, ?> run = (Map<?, ?>) Json.object(lines.get(1_000)).get("run");
        assertEquals("0.42", run.get("elapsed"));
        assertEquals(Map.of("flows", "1000"), run.get("counters"));
        Map<?, ?> capture = (Map<?, ?>) ((List<?>) run.get("captures")).get(0);
        assertEquals("2017-07-14T02:41:01.000000000Z", capture.get("last"));
        assertNull(capture.get("offset"));
    }

    @Test
    void anOutputThatFailsIsTold() {
        OutputStream full = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("No space left on device");
            }
        };
        JsonReport report = new JsonReport(full);
        UncheckedIOException failure = assertThrows(UncheckedIOException.class, () -> report.finish(Records.run()));
        assertEquals("No space left on device", failure.getCause().getMessage());
    }

    private static FlowRecord framehawk() {
        Packet first = FlowFixture.first(Packet.UDP, "10.1.4.23", 51512, "10.9.0.7", 3248);
        first.vlan = 200 << 12 | 30;
        first.tunnelKinds = Tunnel.VXLAN.ordinal() + 1 << 8 | Tunnel.GRE.ordinal() + 1;
        return Records.of(Records.talk(first))
                .number(12)
                .verdict(new Verdict(
                        "framehawk",
                        "framehawk",
                        "citrix-framehawk",
                        Verdict.Basis.CORRELATION,
                        0.972345,
                        null,
                        List.of(new Verdict.Alternative("rtp", 0.02))))
                .registered("procos-lm", "PROCOS LM", Standing.NOT_AS_REGISTERED)
                .users(Records.FRAMEHAWK)
                .evidence(
                        Evidence.of(Evidence.Kind.COMPANION, "framehawk", 25, "an ICA session", "framehawk/companion"))
                .evidence(new Evidence(
                        Evidence.Kind.SIGNATURE, "rtp", -12.3456, "no version", "rtp/header", 0, 14, 0, new byte[] {
                            0x7f, 0x7f
                        }))
                .made();
    }

    private static Object transport(int protocol) {
        Packet first = FlowFixture.first(protocol, "10.0.0.1", 0, "10.0.0.2", 0);
        return json(Records.of(Records.talk(first)).made()).get("transport");
    }

    private static Map<?, ?> json(FlowRecord record) {
        return Json.object(written(record));
    }

    private static String written(FlowRecord record) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        JsonReport report = new JsonReport(out);
        report.flow(record);
        report.finish(Records.run());
        return out.toString(UTF_8).split("\n", 2)[0];
    }
}
