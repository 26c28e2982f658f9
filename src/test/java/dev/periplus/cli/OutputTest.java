package dev.periplus.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Third-party formats of real runs, checked against the documentation of those programs. */
class OutputTest {
    private static final List<String> CAPTURES = List.of(
            "captures/everyday.pcapng",
            "captures/odd-ports.pcap",
            "captures/protocol-changes.pcap",
            "captures/vlan-tunnels-fragments.pcapng",
            "captures/lone-3248.pcap",
            "captures/edt.pcapng",
            "captures/framehawk-gateway.pcapng");

    @TempDir
    Path folder;

    private static Run replay(String... options) {
        List<String> arguments = new ArrayList<>(CAPTURES);
        arguments.addAll(List.of(options));
        return Run.of(arguments.toArray(String[]::new));
    }

    private static Map<Object, Map<String, Object>> byUid(String... options) {
        return Stream.of(replay(options))
                .flatMap(run -> run.records().stream())
                .collect(Collectors.toMap(record -> record.get("uid"), record -> record));
    }

    /** Returns the records of a Zeek log: values by field name, without unset fields. */
    private static List<Map<String, String>> zeek(Path log) throws IOException {
        List<String> lines = Files.readAllLines(log);
        List<String> heads = lines.stream().filter(line -> line.startsWith("#")).toList();
        assertEquals("#separator \\x09", heads.get(0));
        assertEquals(List.of("#set_separator\t,", "#empty_field\t(empty)", "#unset_field\t-"), heads.subList(1, 4));
        String file = String.valueOf(log.getFileName());
        assertEquals("#path\t" + file.substring(0, file.indexOf('.')), heads.get(4));
        assertTrue(heads.get(5).matches("#open\t\\d{4}(-\\d\\d){5}"), heads.get(5));
        assertTrue(lines.get(lines.size() - 1).matches("#close\t\\d{4}(-\\d\\d){5}"));
        String[] names = heads.get(6).split("\t");
        String[] types = heads.get(7).split("\t");
        assertEquals("#fields", names[0]);
        assertEquals("#types", types[0]);
        assertEquals(names.length, types.length);
        List<Map<String, String>> records = new ArrayList<>();
        for (String line : lines.subList(8, lines.size() - 1)) {
            String[] values = line.split("\t", -1);
            assertEquals(names.length - 1, values.length, line);
            Map<String, String> record = new LinkedHashMap<>();
            for (int i = 0; i < values.length; i++) {
                if (!values[i].equals("-")) {
                    assertTrue(isOf(types[i + 1], values[i]), types[i + 1] + " " + names[i + 1] + " " + values[i]);
                    record.put(names[i + 1], values[i]);
                }
            }
            records.add(record);
        }
        return records;
    }

    private static boolean isOf(String type, String value) {
        return switch (type) {
            case "time", "interval" -> value.matches("\\d+\\.\\d{6}");
            case "count", "int", "port" -> value.matches("\\d+");
            case "double" -> value.matches("-?\\d+(\\.\\d+)?");
            case "bool" -> value.matches("[TF]");
            case "addr" -> value.matches("[0-9a-f.:]+");
            default -> !value.isEmpty();
        };
    }

    @Test
    void zeekLogsSayWhatTheNativeRecordsSay() throws IOException {
        Map<Object, Map<String, Object>> records = byUid("-o", "json");
        assertEquals(Exit.DONE, replay("-o", "zeek=" + folder.resolve("a/b")).status());
        List<Map<String, String>> conn = zeek(folder.resolve("a/b/conn.log"));
        assertEquals(
                records.keySet(), conn.stream().map(line -> line.get("uid")).collect(Collectors.toSet()));
        for (Map<String, String> line : conn) {
            Map<String, Object> record = records.get(line.get("uid"));
            assertEquals(record.get("community_id"), line.get("community_id"));
            assertEquals("" + Run.object(record, "client").get("ip"), line.get("id.orig_h"));
            assertEquals("" + Run.object(record, "server").get("payload_bytes"), line.get("resp_bytes"));
            assertEquals("payload".equals(record.get("basis")), line.containsKey("service"), "" + line);
        }
        Map<String, String> states = conn.stream()
                .filter(line -> line.containsKey("service"))
                .collect(Collectors.toMap(line -> line.get("service"), line -> line.get("conn_state"), (a, b) -> a));
        assertEquals("SF", states.get("ssh"));
        assertTrue(states.keySet().containsAll(List.of("smtp,ssl", "http,websocket", "dns", "ssl")), "" + states);
        List<Map<String, String>> labels = zeek(folder.resolve("a/b/labels.log"));
        long evidence = labels.stream().filter(line -> line.containsKey("note")).count();
        assertEquals(records.values().stream().mapToLong(OutputTest::evidence).sum(), evidence);
        Map<String, String> ssh = labels.stream()
                .filter(line -> "ssh".equals(line.get("label")))
                .findFirst()
                .orElseThrow();
        assertEquals("SSH identification string SSH-2.0-OpenSSH_7.4p1 Debian-10", ssh.get("note"));
        assertEquals("F", ssh.get("registered_conflict"));
        assertEquals("ssh", ssh.get("registered_name"));
    }

    private static long evidence(Map<String, Object> record) {
        long count = ((List<?>) record.get("evidence")).size();
        List<?> inside = (List<?>) record.getOrDefault("inside", List.of());
        return count
                + inside.stream()
                        .mapToLong(layer -> ((List<?>) ((Map<?, ?>) layer).get("evidence")).size())
                        .sum();
    }

    @Test
    void zeekInJsonHasTheSameFields() throws IOException {
        replay("-o", "zeek=" + folder.resolve("tsv"), "-o", "zeek-json=" + folder.resolve("json"));
        for (String log : List.of("conn.log", "labels.log")) {
            List<Map<String, String>> tsv = zeek(folder.resolve("tsv").resolve(log));
            List<String> json = Files.readAllLines(folder.resolve("json").resolve(log));
            assertEquals(tsv.size(), json.size());
            for (int i = 0; i < tsv.size(); i++) {
                Map<String, Object> record = Run.printed(json.get(i)).records().get(0);
                assertEquals(tsv.get(i).keySet(), record.keySet());
                assertEquals(tsv.get(i).get("uid"), record.get("uid"));
            }
        }
    }

    /** Members in the schema of OISF/suricata, etc/schema.json; {@code label} is our own. */
    @Test
    void eveEventsHaveTheMembersOfTheSchema() {
        Map<String, List<String>> members = Map.of(
                "flow",
                List.of(
                        "pkts_toserver",
                        "pkts_toclient",
                        "bytes_toserver",
                        "bytes_toclient",
                        "start",
                        "end",
                        "age",
                        "state",
                        "reason",
                        "alerted"),
                "tcp",
                List.of(
                        "tcp_flags",
                        "tcp_flags_ts",
                        "tcp_flags_tc",
                        "fin",
                        "syn",
                        "rst",
                        "psh",
                        "ack",
                        "urg",
                        "ecn",
                        "cwr",
                        "state"),
                "anomaly",
                List.of("type", "layer", "event", "app_proto"));
        List<String> common = List.of(
                "timestamp",
                "flow_id",
                "event_type",
                "vlan",
                "src_ip",
                "src_port",
                "dest_ip",
                "dest_port",
                "proto",
                "ip_v",
                "icmp_type",
                "community_id",
                "app_proto",
                "app_proto_orig",
                "label",
                "stats");
        Map<Object, Integer> types = new HashMap<>();
        for (Map<String, Object> event : replay("-o", "eve").records()) {
            types.merge(event.get("event_type"), 1, Integer::sum);
            assertTrue(
                    ("" + event.get("timestamp")).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}\\+0000"));
            for (String member : event.keySet()) {
                assertTrue(common.contains(member) || members.containsKey(member), member);
                if (members.containsKey(member)) {
                    assertTrue(
                            members.get(member)
                                    .containsAll(Run.object(event, member).keySet()),
                            "" + event);
                }
            }
        }
        assertEquals(1, types.get("stats"));
        assertTrue(types.get("anomaly") > 0 && types.get("flow") > types.get("anomaly"), "" + types);
    }

    @Test
    void eveHoldsTheAnswer() {
        List<Map<String, Object>> events =
                Run.of("captures/odd-ports.pcap", "-o", "eve").records();
        Map<String, Object> flow = events.stream()
                .filter(event -> "http".equals(event.get("app_proto")))
                .findFirst()
                .orElseThrow();
        Map<String, Object> label = Run.object(flow, "label");
        assertEquals("http", label.get("name"));
        assertEquals("not-as-registered", label.get("standing"));
        assertEquals(true, Run.object(label, "registered").get("conflict"));
        assertFalse(((List<?>) label.get("evidence")).isEmpty());
        Map<String, Object> stats = events.get(events.size() - 1);
        Map<String, Object> ours = Run.object(Run.object(stats, "stats"), "periplus");
        long flows = events.stream()
                .filter(event -> "flow".equals(event.get("event_type")))
                .count();
        assertEquals(flows, ((Number) ours.get("flows")).longValue());
        assertTrue(ours.keySet().stream().noneMatch(name -> name.contains(".")), "" + ours.keySet());
    }

    /** Field types of elastic/ecs, generated for version 9.4; fields in {@code periplus} are our own. */
    @Test
    void ecsFieldsAreThoseOfTheSchema() throws IOException {
        Map<String, String> schema = Files.readAllLines(Path.of("src/test/resources/report/ecs-fields.tsv")).stream()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("\t"))
                .collect(Collectors.toMap(line -> line[0], line -> line[1]));
        Map<String, Object> seen = new HashMap<>();
        for (Map<String, Object> event : replay("-o", "ecs").records()) {
            check(schema, "", event, seen);
            Map<String, Object> label = Run.object(Run.object(event, "periplus"), "label");
            assertTrue(label.keySet().containsAll(List.of("confidence", "standing", "evidence")), "" + label);
        }
        assertEquals(schema.keySet(), seen.keySet());
    }

    private static void check(Map<String, String> schema, String prefix, Map<?, ?> object, Map<String, Object> seen) {
        object.forEach((name, value) -> {
            String field = prefix + name;
            if (value instanceof Map<?, ?> inner) {
                if (!field.equals("periplus")) {
                    check(schema, field + ".", inner, seen);
                }
                return;
            }
            String type = Objects.requireNonNull(schema.get(field), field);
            boolean several = type.endsWith("[]");
            assertEquals(several, value instanceof List, field);
            List<?> values = value instanceof List<?> list ? list : List.of(value);
            assertTrue(
                    values.stream()
                            .allMatch(one -> type.equals("long") ? one instanceof Number : one instanceof String),
                    field);
            seen.put(field, value);
        });
    }

    @Test
    void timesketchEventsHaveItsFieldsAndNoObjects() throws IOException {
        Path file = folder.resolve("flows.jsonl");
        assertEquals(Exit.DONE, replay("-o", "timesketch=" + file).status());
        for (Map<String, Object> event : Run.printed(Files.readString(file)).records()) {
            assertTrue(event.keySet().containsAll(List.of("message", "datetime", "timestamp", "timestamp_desc")));
            assertTrue(("" + event.get("datetime")).matches("\\d{4}-\\d\\d-\\d\\dT[\\d:]{8}\\.\\d{6}\\+00:00"));
            assertTrue(event.values().stream().noneMatch(Map.class::isInstance), "" + event);
            assertTrue(event.keySet().containsAll(List.of("community_id", "label", "standing", "evidence")));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "zeek | zeek needs a folder: -o zeek=DIR",
                "zeek-json | zeek-json needs a folder: -o zeek-json=DIR",
                "html | html needs a file: -o html=FILE",
                "timesketch=flows.json | timesketch needs a file that ends in .jsonl: -o timesketch=FILE.jsonl",
                "sqlite | sqlite needs a file: -o sqlite=FILE",
                "suricata | zeek-json=DIR, wireshark-profile=DIR, wireshark-lua, zeek-ports, suricata-ports, parquet=DIR",
                "findings | findings needs a review: periplus review FOLDER",
            })
    void whatIsMissingIsSaidInASentence(String output, String said) {
        Run run = Run.of("captures/lone-3248.pcap", "-o", output);
        assertEquals(Exit.USAGE, run.status());
        assertTrue(run.err().contains(said), run.err());
    }

    @ParameterizedTest
    @ValueSource(strings = {"zeek=%s", "sqlite=%s/case.db", "html=%s/report.html"})
    void whatIsWrittenWholeDoesNotRotate(String output) {
        String to = String.format(output, folder);
        Run run = Run.of("captures/lone-3248.pcap", "--speed", "max", "-o", to, "-b", "duration:60");
        assertEquals(Exit.USAGE, run.status());
        String name = output.substring(0, output.indexOf('='));
        assertTrue(run.err().contains("-b does not apply to " + name + ", which is complete only"), run.err());
    }

    @ParameterizedTest
    @ValueSource(strings = {"zeek-json=%s", "json=%s/conn.log"})
    void twoFormatsDoNotShareAFile(String other) {
        Run run = Run.of("captures/lone-3248.pcap", "-o", "zeek=" + folder, "-o", String.format(other, folder));
        assertEquals(Exit.USAGE, run.status());
        assertTrue(run.err().contains("the same file"), run.err());
    }

    @Test
    void filesOfEveRotate() throws IOException {
        Run run = Run.of(
                "captures/everyday.pcapng",
                "--speed",
                "max",
                "-q",
                "-o",
                "eve=" + folder.resolve("eve.json"),
                "-b",
                "duration:3600");
        assertEquals("", run.out());
        try (Stream<Path> files = Files.list(folder)) {
            Path file = files.findFirst().orElseThrow();
            assertTrue(("" + file.getFileName()).matches("eve_00001_\\d{14}\\.json"), "" + file);
            List<String> lines = Files.readAllLines(file);
            assertTrue(lines.get(lines.size() - 1).contains("\"event_type\":\"stats\""));
        }
    }
}
