package dev.periplus.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.periplus.TestCaptures;
import dev.periplus.report.sqlite.Sql;
import dev.periplus.text.Printable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code -o sqlite=FILE}: the content of databases of real captures, and reading it back. */
class SqliteTest {
    private static final Pattern QUERY =
            Pattern.compile("```console\\n\\$ sqlite3 -header case\\.db \"(.*?)\"\\n(.*?)```", Pattern.DOTALL);

    @TempDir
    Path folder;

    private Path kase;
    private Path database;
    private Path json;

    @BeforeEach
    void names() {
        kase = folder.resolve("case");
        database = folder.resolve("case.db");
        json = folder.resolve("case.json");
    }

    private void review() throws IOException {
        Files.createDirectory(kase);
        for (Path capture : TestCaptures.all().toList()) {
            Files.copy(capture, kase.resolve(capture.getFileName()));
        }
        Run run = Run.of("review", kase.toString(), "-q", "-o", "sqlite=" + database, "-o", "json=" + json);
        assertEquals(Exit.DONE, run.status(), run.err());
    }

    private List<Map<String, Object>> lines() throws IOException {
        return Run.printed(Files.readString(json)).lines();
    }

    private static Map<Object, List<Map<String, Object>>> byFlow(Path database, String table, String order) {
        return Sql.rows(database, "SELECT * FROM " + table + " ORDER BY flow, " + order).stream()
                .collect(Collectors.groupingBy(row -> row.get("flow"), LinkedHashMap::new, Collectors.toList()));
    }

    private static void same(Object expected, Object sql, String what) {
        if (expected instanceof Number number && sql instanceof Number other) {
            assertEquals(number.doubleValue(), other.doubleValue(), 1e-6, what);
        } else {
            assertEquals(expected == null ? null : Printable.of("" + expected), sql == null ? null : "" + sql, what);
        }
    }

    @Test
    void flowsAreThoseOfTheNativeRecords() throws IOException {
        review();
        Map<Object, Map<String, Object>> rows = new HashMap<>();
        Sql.rows(
                        database,
                        "SELECT * FROM flows JOIN (SELECT flow, start_time, end_time, duration FROM timeline)"
                                + " USING (flow) JOIN (SELECT capture, path FROM captures) USING (capture)")
                .forEach(row -> rows.put(row.get("flow"), row));
        List<Map<String, Object>> records = Run.printed(Files.readString(json)).records();
        assertEquals(records.size(), rows.size());
        for (Map<String, Object> record : records) {
            Map<String, Object> row = rows.get(record.get("flow"));
            for (String field : List.of(
                    "uid",
                    "community_id",
                    "transport",
                    "direction",
                    "ended",
                    "duration",
                    "label",
                    "protocol",
                    "application",
                    "basis",
                    "confidence",
                    "unknown_because",
                    "standing")) {
                same(record.get(field), row.get(field), field);
            }
            same(record.get("capture"), row.get("path"), "capture");
            same(record.get("start"), row.get("start_time"), "start");
            same(record.get("end"), row.get("end_time"), "end");
            for (String side : List.of("client", "server")) {
                Map<String, Object> end = Run.object(record, side);
                end.keySet()
                        .removeAll(List.of("registered", "known_users")); // claims on a client's port are not in SQL
                end.forEach((name, value) -> same(value, row.get(side + "_" + name), name));
            }
            Map<String, Object> registered = Run.object(record, "registered");
            for (String field : List.of("name", "description", "date")) {
                same(registered == null ? null : registered.get(field), row.get("registered_" + field), field);
            }
            List<?> vlan = (List<?>) record.getOrDefault("vlan", List.of());
            same(vlan.isEmpty() ? null : vlan.get(vlan.size() - 1), row.get("vlan"), "vlan");
            List<?> tunnel = (List<?>) record.getOrDefault("tunnel", List.of());
            assertEquals(
                    tunnel.isEmpty()
                            ? null
                            : tunnel.stream().map(Object::toString).collect(Collectors.joining(" ")),
                    row.get("tunnel"));
        }
        listsAreThose(records);
    }

    /** Compares the tables with several rows per flow. */
    private void listsAreThose(List<Map<String, Object>> records) {
        Map<Object, List<Map<String, Object>>> evidence = byFlow(database, "evidence", "layer, position");
        Map<Object, List<Map<String, Object>>> protocols = byFlow(database, "protocols", "position");
        Map<Object, List<Map<String, Object>>> metadata = byFlow(database, "metadata", "position");
        Map<Object, List<Map<String, Object>>> alternatives = byFlow(database, "alternatives", "position");
        Map<Object, List<Map<String, Object>>> incomplete = byFlow(database, "incomplete", "missing");
        for (Map<String, Object> record : records) {
            Object flow = record.get("flow");
            List<Object> pieces = new ArrayList<>((List<?>) record.get("evidence"));
            ((List<?>) record.getOrDefault("inside", List.of()))
                    .forEach(layer -> pieces.addAll((List<?>) ((Map<?, ?>) layer).get("evidence")));
            List<Map<String, Object>> rows = evidence.getOrDefault(flow, List.of());
            assertEquals(pieces.size(), rows.size());
            for (int i = 0; i < rows.size(); i++) {
                Map<?, ?> piece = (Map<?, ?>) pieces.get(i);
                Map<String, Object> row = rows.get(i);
                for (String field : List.of("kind", "weight", "says", "rule", "packet", "offset")) {
                    same(piece.get(field), row.get(field), field);
                }
                same(piece.get("for"), row.get("label"), "for");
                byte[] bytes = (byte[]) row.get("bytes");
                assertEquals(
                        piece.get("bytes"),
                        bytes == null ? null : HexFormat.of().formatHex(bytes));
            }
            assertEquals(record.get("protocols"), values(protocols, flow, "protocol"));
            assertEquals(record.getOrDefault("incomplete", List.of()), values(incomplete, flow, "missing"));
            assertEquals(
                    ((List<?>) record.get("alternatives"))
                            .stream()
                                    .map(other -> ((Map<?, ?>) other).get("label"))
                                    .toList(),
                    values(alternatives, flow, "label"));
            assertEquals(fields(Run.object(record, "metadata")), pairs(metadata.getOrDefault(flow, List.of())));
        }
    }

    private static List<Object> values(Map<Object, List<Map<String, Object>>> rows, Object flow, String column) {
        return rows.getOrDefault(flow, List.of()).stream()
                .map(row -> row.get(column))
                .toList();
    }

    private static List<String> fields(Map<String, Object> metadata) {
        List<String> fields = new ArrayList<>();
        metadata.forEach((group, keys) -> ((Map<?, ?>) keys).forEach((key, value) -> {
            if (!group.equals("scan")) {
                List<?> values = value instanceof List<?> list ? list : List.of(value);
                values.forEach(one -> fields.add(group + "." + key + "=" + Printable.of("" + one)));
            }
        }));
        return fields;
    }

    private static List<String> pairs(List<Map<String, Object>> rows) {
        return rows.stream()
                .map(row -> row.get("field") + "=" + row.get("value"))
                .toList();
    }

    @Test
    void findingsRunCapturesAndCountersAreThoseOfTheNativeReport() throws IOException {
        review();
        List<Map<String, Object>> findings = lines().stream()
                .filter(line -> line.containsKey("finding"))
                .map(line -> Run.object(line, "finding"))
                .toList();
        List<Map<String, Object>> rows = Sql.rows(database, "SELECT * FROM findings ORDER BY finding");
        assertFalse(findings.isEmpty());
        assertEquals(findings.size(), rows.size());
        for (int i = 0; i < rows.size(); i++) {
            for (String field : List.of("id", "severity", "title", "label", "flows", "clients", "bytes", "means")) {
                same(findings.get(i).get(field), rows.get(i).get(field), field);
            }
            same(findings.get(i).get("where"), rows.get(i).get("place"), "where");
            String ofIt = " WHERE finding = " + (i + 1) + " ORDER BY position";
            assertEquals(findings.get(i).get("facts"), Sql.column(database, "SELECT says FROM finding_facts" + ofIt));
            assertEquals(
                    findings.get(i).get("examples"), Sql.column(database, "SELECT flow FROM finding_flows" + ofIt));
        }
        Map<String, Object> run = Run.object(lines().get(lines().size() - 1), "run");
        Map<String, Object> row = Sql.rows(database, "SELECT * FROM run").get(0);
        assertEquals(run.get("rules_sha256"), row.get("rules_sha256"));
        assertEquals(run.get("version"), row.get("version"));
        assertEquals(
                run.get("command"), Sql.column(database, "SELECT value FROM run, json_each(command) ORDER BY key"));
        List<?> captures = (List<?>) run.get("captures");
        assertEquals(
                captures.stream()
                        .map(capture -> ((Map<?, ?>) capture).get("sha256"))
                        .sorted()
                        .toList(),
                Sql.column(database, "SELECT sha256 FROM captures ORDER BY sha256"));
        Run.object(run, "counters")
                .forEach((name, value) -> assertEquals(
                        List.of(value),
                        Sql.column(database, "SELECT value FROM counters WHERE name = '" + name + "'")));
    }

    @Test
    void isSoundAndReferencesHold() throws IOException {
        review();
        assertEquals(List.of("ok"), Sql.column(database, "PRAGMA integrity_check"));
        assertEquals(List.of(), Sql.rows(database, "PRAGMA foreign_key_check"));
        for (Object view : Sql.column(database, "SELECT name FROM sqlite_master WHERE type = 'view'")) {
            assertFalse(Sql.rows(database, "SELECT * FROM " + view).isEmpty(), "" + view);
        }
        assertEquals(
                Sql.column(database, "SELECT sum(client_bytes + server_bytes) FROM flows"),
                Sql.column(database, "SELECT sum(bytes_as_client) FROM hosts"));
    }

    @Test
    void everyTableColumnAndViewSaysWhatItIs() {
        Run.of("captures/lone-3248.pcap", "-o", "sqlite=" + database);
        for (Map<String, Object> made :
                Sql.rows(database, "SELECT type, name, sql FROM sqlite_master WHERE type IN ('table', 'view')")) {
            String sql = "" + made.get("sql");
            assertTrue(sql.lines().findFirst().orElseThrow().matches(".* -- \\p{Lu}.*\\."), sql);
            List<Object> columns = made.get("type").equals("view")
                    ? List.of()
                    : Sql.column(database, "SELECT name FROM pragma_table_xinfo('" + made.get("name") + "')");
            for (Object column : columns) {
                Pattern said = Pattern.compile("(?m)^ {4}\"?" + column + "\"? [A-Z].* -- \\S.*$");
                assertTrue(said.matcher(sql).find(), column + " in " + sql);
            }
        }
    }

    @Test
    void aDatabaseIsVerifiedAsTheNativeReportIs() throws IOException {
        review();
        Run whole = Run.of("verify", database.toString());
        assertEquals(Exit.DONE, whole.status(), whole.out());
        assertEquals(Run.of("verify", json.toString()).out(), whole.out());
        byte[] bytes = Files.readAllBytes(kase.resolve("ssh-on-3251.pcap"));
        bytes[new String(bytes, StandardCharsets.ISO_8859_1).indexOf("SSH-2.0-OpenSSH") + 5] ^= 1;
        Files.write(kase.resolve("ssh-on-3251.pcap"), bytes);
        Run changed = Run.of("verify", database.toString());
        assertEquals(Exit.UNREADABLE, changed.status());
        assertTrue(
                changed.out().matches("(?s).*ssh-on-3251.pcap, packet 4, byte \\d+, flow C\\w+: bytes differ.*"),
                changed.out());
        assertEquals(sorted(Run.of("verify", json.toString())), sorted(changed));
    }

    private static List<String> sorted(Run run) {
        return run.out().lines().sorted().toList();
    }

    @Test
    void whatCannotBeWrittenIsSaidInASentence() throws IOException {
        for (Path to : List.of(folder, folder.resolve("none/case.db"))) {
            Run run = Run.of("captures/lone-3248.pcap", "-o", "sqlite=" + to);
            assertEquals(Exit.UNREADABLE, run.status());
            assertEquals(1, run.err().lines().count(), run.err());
        }
        Path capture = Files.copy(Path.of("captures/lone-3248.pcap"), database);
        Run run = Run.of(capture.toString(), "-o", "sqlite=" + database);
        assertEquals(Exit.USAGE, run.status());
        assertTrue(run.err().contains("is an input file"), run.err());
    }

    @Test
    void queriesOfTheDocumentationGiveWhatItSays() throws IOException {
        review();
        Matcher example = QUERY.matcher(Files.readString(Path.of("src/docs/formats.md")));
        int examples = 0;
        while (example.find()) {
            examples++;
            List<Map<String, Object>> rows = Sql.rows(database, example.group(1));
            String shown = String.join("|", rows.get(0).keySet()) + "\n"
                    + rows.stream()
                            .map(row -> row.values().stream()
                                    .map(value -> value == null ? "" : value.toString())
                                    .collect(Collectors.joining("|")))
                            .collect(Collectors.joining("\n"));
            assertEquals(example.group(2).strip(), shown);
        }
        assertTrue(examples >= 2);
    }

    /** Reads with the installed sqlite3, of any version. */
    @Test
    void sqlite3ReadsIt() throws IOException, InterruptedException {
        assumeTrue(Files.exists(Path.of("/usr/bin/sqlite3")), "sqlite3 is not installed");
        review();
        assertEquals("ok", sqlite3("PRAGMA integrity_check"));
        assertEquals(
                "" + Sql.column(database, "SELECT count(*) FROM flows").get(0), sqlite3("SELECT count(*) FROM flows"));
        assertTrue(sqlite3(".schema flows").contains("-- what the flow is; NULL if unknown"));
        assertTrue(
                sqlite3("SELECT * FROM services").contains("10.3.0.9|tcp|3251|ssh|sysscanner|not-as-registered|1|1|"));
        assertTrue(sqlite3("EXPLAIN QUERY PLAN SELECT * FROM flows WHERE server_ip = '10.3.0.9' AND server_port = 3251")
                .contains("USING INDEX flows_by_server"));
    }

    private String sqlite3(String command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("sqlite3", "-readonly", database.toString(), command)
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
        return said.strip();
    }
}
