package dev.periplus.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.periplus.address.Transport;
import dev.periplus.answer.FlowRecord;
import dev.periplus.report.RecordField.Kind;
import dev.periplus.report.json.JsonFlow;
import dev.periplus.report.json.JsonText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

public class RecordFieldsTest {
    /** Fields that the native record holds in another form, or not at all. */
    private static final Set<String> NOT_NATIVE = Set.of(
            "known_users",
            "client.process",
            "server.process",
            "process",
            "packets",
            "bytes",
            "unknown_because",
            "inside");

    private final RecordFields fields = new RecordFields();

    /** Records that together have every field. */
    public static List<FlowRecord> records() {
        return List.of(
                Records.tcp("10.0.0.1", "10.0.0.2", 22)
                        .number(1)
                        .label("ssh", 0.99)
                        .made(),
                Records.udp("2001:db8::1", "2001:db8::2", 9999).number(2).made(),
                Records.tcp("10.1.4.23", "10.0.0.2", 81).number(3).scan(250).made(),
                Records.frames(Transport.ofEtherType(0x88cc), "02:53:00:00:00:10", "01:80:c2:00:00:0e")
                        .number(4)
                        .made(),
                Records.tcp("10.0.0.1", "10.0.0.2", 80)
                        .number(5)
                        .label("http", 0.99)
                        .then("websocket")
                        .then("ssh")
                        .made(),
                Records.full());
    }

    /**
     * Returns, for each field and each of its values, a condition that the field has it and one that it has another.
     */
    public static List<String> conditions(List<FlowRecord> records) {
        Map<String, RecordField> asked = new LinkedHashMap<>(new RecordFields().filterable());
        asked.values().removeIf(field -> field.kind() == Kind.TIME);
        List<String> conditions = new ArrayList<>(List.of(
                "tls.ja3s!=x",
                "ip==10.0.0.0/8",
                "server.ip!=2001:db8::/32",
                "!(tcp.port != 22) && ip.addr==10.0.0.0/8 || duration ge 1m",
                "udp.port != 53",
                "tcp.port in {1..100 3251}"));
        asked.forEach((name, field) -> records.stream()
                .flatMap(record -> values(field, record).stream())
                .distinct()
                .forEach(value -> {
                    conditions.add(name + "==\"" + value + "\"");
                    conditions.add(name + "!=\"" + value + "\"");
                    conditions.add(
                            field.kind() == Kind.NUMBER || field.kind() == Kind.DURATION
                                    ? name + ">" + value
                                    : name + " contains \"" + value + "\"");
                }));
        return conditions;
    }

    private static List<String> values(RecordField field, FlowRecord record) {
        return List.copyOf(new FilterField(field).of((asked, to) -> asked.write(record, to)));
    }

    @Test
    void everyFieldHasItsOwnNameAndSomeRecordAValue() {
        assertEquals(
                fields.all().size(),
                fields.all().stream().map(RecordField::column).distinct().count());
        for (RecordField field : fields.all()) {
            List<Integer> counts = records().stream()
                    .map(record -> values(field, record).size())
                    .toList();
            assertFalse(counts.stream().allMatch(count -> count == 0), field.name());
            assertEquals(field.several(), counts.stream().anyMatch(count -> count > 1), field.name());
        }
    }

    @Test
    void fieldsAreMembersOfTheNativeRecordByTheirNames() {
        JsonText json = new JsonText();
        FlowRecord full = Records.full();
        new JsonFlow(json).write(full);
        Map<?, ?> record = Json.object(json.toString().strip());
        for (RecordField field : fields.all()) {
            if (!NOT_NATIVE.contains(field.name()) && !field.name().equals("scan.targets")) {
                assertEquals(values(field, full), member(record, field.name()), field.name());
            }
        }
        json.clear();
        FlowRecord scan = records().get(2);
        new JsonFlow(json).write(scan);
        Map<?, ?> probe = Json.object(json.toString().strip());
        assertEquals(List.of("250"), member(probe, "scan.targets"));
        assertEquals(List.of("unanswered-probe"), member(probe, "unknown_because"));
    }

    /** Returns the values of a member, or of a member in the metadata. */
    private static List<String> member(Map<?, ?> record, String name) {
        Object value = record;
        for (String part : name.split("\\.")) {
            value = value instanceof Map<?, ?> map ? map.get(part) : null;
        }
        if (value == null && record.containsKey("metadata")) {
            return member((Map<?, ?>) record.get("metadata"), name);
        }
        return (value instanceof List<?> list ? list.stream() : Stream.ofNullable(value))
                .map(String::valueOf)
                .toList();
    }

    @Test
    void aliasesStandForFields() {
        FlowRecord full = Records.full();
        Map<String, RecordField> asked = fields.filterable();
        assertEquals(List.of("10.1.4.23", "10.9.0.7"), values(asked.get("ip"), full));
        assertEquals(Kind.ADDRESS, asked.get("ip").kind());
        assertEquals(List.of("dtls", "framehawk"), values(asked.get("protocol"), full));
        assertEquals(List.of("sysscanner"), values(asked.get("registered"), full));
        assertEquals(List.of("framehawk", "any-media"), values(asked.get("known_user"), full));
    }
}
