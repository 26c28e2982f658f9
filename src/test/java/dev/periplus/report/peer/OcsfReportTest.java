package dev.periplus.report.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.address.Address;
import dev.periplus.answer.Finding;
import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.Severity;
import dev.periplus.report.Json;
import dev.periplus.report.Records;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Events keep to the attributes of OCSF 1.5.0, as its published schema names them. */
class OcsfReportTest {
    private static final Set<String> EVENT = Set.of(
            "activity_id",
            "activity_name",
            "category_name",
            "category_uid",
            "class_name",
            "class_uid",
            "duration",
            "end_time",
            "message",
            "metadata",
            "severity_id",
            "start_time",
            "time",
            "type_name",
            "type_uid",
            "unmapped");
    private static final Set<String> ACTIVITY =
            Set.of("app_name", "connection_info", "dst_endpoint", "src_endpoint", "traffic");
    private static final Set<String> FINDING = Set.of("evidences", "finding_info", "is_alert");
    private static final Set<String> REQUIRED =
            Set.of("activity_id", "category_uid", "class_uid", "metadata", "severity_id", "time", "type_uid");
    private static final Map<String, Set<String>> OBJECTS = Map.of(
            "metadata", Set.of("product", "uid", "version"),
            "product", Set.of("name", "vendor_name"),
            "src_endpoint", Set.of("ip", "mac", "port", "svc_name", "uid"),
            "dst_endpoint", Set.of("ip", "mac", "port", "svc_name", "uid"),
            "connection_info",
                    Set.of("community_uid", "direction_id", "protocol_name", "protocol_num", "protocol_ver_id", "uid"),
            "traffic", Set.of("bytes", "bytes_in", "bytes_missed", "bytes_out", "packets", "packets_in", "packets_out"),
            "finding_info", Set.of("analytic", "attacks", "desc", "first_seen_time", "last_seen_time", "title", "uid"),
            "analytic", Set.of("type", "type_id", "uid"));

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final OcsfReport report = new OcsfReport(out);

    private Map<?, ?> event() {
        report.flush();
        return Json.object(out.toString(StandardCharsets.UTF_8).strip());
    }

    private static void assertKnown(Map<?, ?> event, Set<String> special) {
        assertTrue(event.keySet().containsAll(REQUIRED), event.keySet().toString());
        for (Object key : event.keySet()) {
            assertTrue(EVENT.contains(key) || special.contains(key), key + " is no attribute");
        }
        assertObjects(event);
        long type = number(event.get("class_uid")) * 100 + number(event.get("activity_id"));
        assertEquals(type, number(event.get("type_uid")));
    }

    private static void assertObjects(Map<?, ?> parent) {
        parent.forEach((name, value) -> {
            if (value instanceof Map<?, ?> object && OBJECTS.containsKey(name)) {
                assertTrue(OBJECTS.get(name).containsAll(object.keySet()), name + " has " + object.keySet());
                assertObjects(object);
            }
        });
    }

    private static long number(Object value) {
        return Math.round(Double.parseDouble(String.valueOf(value)));
    }

    private static Map<?, ?> in(Map<?, ?> parent, String name) {
        return (Map<?, ?>) parent.get(name);
    }

    @Test
    void aFlowIsANetworkActivity() {
        FlowRecord record = Records.full();
        report.flow(record);
        Map<?, ?> event = event();
        assertKnown(event, ACTIVITY);
        assertEquals(4001, number(event.get("class_uid")));
        assertEquals(record.flow().start() / 1_000_000, number(event.get("start_time")));
        Map<?, ?> traffic = in(event, "traffic");
        assertEquals(number(traffic.get("bytes")), number(traffic.get("bytes_in")) + number(traffic.get("bytes_out")));
        assertEquals(0, number(in(event, "connection_info").get("direction_id")));
        assertEquals(record.verdict().label(), in(event, "dst_endpoint").get("svc_name"));
        assertTrue(in(in(event, "unmapped"), "periplus").containsKey("label"));
    }

    @Test
    void aRegistrationIsNoServiceName() {
        FlowRecord record = Records.tcp("10.0.0.1", "10.0.0.2", 3251).made();
        report.flow(record);
        assertFalse(in(event(), "dst_endpoint").containsKey("svc_name"));
    }

    @Test
    void aFindingIsADetectionFinding() {
        FlowRecord example = Records.full();
        report.finding(new Finding(
                "remote-access-elsewhere",
                Severity.HIGH,
                List.of("T1571", "T1021.004"),
                "SSH on 3251/tcp",
                "10.0.0.2:3251/tcp",
                List.of(),
                "ssh",
                1,
                1,
                List.of(Address.ofIpv4(0x0a000001)),
                100,
                50,
                1_700_000_000_000_000_000L,
                1_700_000_001_000_000_000L,
                "Find out who runs it.",
                List.of("one fact"),
                List.of(example)));
        Map<?, ?> event = event();
        assertKnown(event, FINDING);
        assertEquals(4, number(event.get("severity_id")));
        Map<?, ?> info = in(event, "finding_info");
        assertEquals("remote-access-elsewhere/10.0.0.2:3251/tcp", info.get("uid"));
        List<?> attacks = (List<?>) info.get("attacks");
        assertEquals("{technique={uid=T1571}}", attacks.get(0).toString());
        assertEquals(
                "{technique={uid=T1021}, sub_technique={uid=T1021.004}}",
                attacks.get(1).toString());
        Map<?, ?> evidence = (Map<?, ?>) ((List<?>) event.get("evidences")).get(0);
        assertTrue(Set.of("name", "src_endpoint", "dst_endpoint", "connection_info")
                .containsAll(evidence.keySet()));
    }
}
