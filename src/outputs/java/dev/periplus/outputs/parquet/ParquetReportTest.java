package dev.periplus.outputs.parquet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.answer.Counter;
import dev.periplus.answer.FlowRecord;
import dev.periplus.cli.Run;
import dev.periplus.report.Destination;
import dev.periplus.report.HostileTextTest;
import dev.periplus.report.Json;
import dev.periplus.report.Records;
import dev.periplus.report.RotatingSink.Limits;
import dev.periplus.report.json.JsonReport;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** DuckDB reads in the files what NDJSON says. */
class ParquetReportTest {
    private static final String NUMBER = "-?\\d+(\\.\\d+)?([eE][-+]?\\d+)?";

    private static final Comparator<Map<String, Object>> ORDER = Comparator.comparing(
                    (Map<String, Object> flow) -> (String) flow.get("capture"))
            .thenComparing(flow -> (Double) flow.get("flow"));

    @TempDir
    Path folder;

    private List<List<Object>> query(String select) {
        List<List<Object>> rows = new ArrayList<>();
        try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duck.createStatement();
                ResultSet found = statement.executeQuery(select.replace("@", folder + "/"))) {
            while (found.next()) {
                List<Object> row = new ArrayList<>();
                for (int i = 1; i <= found.getMetaData().getColumnCount(); i++) {
                    row.add(found.getObject(i));
                }
                rows.add(row);
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(select, e);
        }
    }

    private List<Path> files(String table) throws IOException {
        if (!Files.exists(folder.resolve(table))) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder.resolve(table))) {
            return files.sorted().toList();
        }
    }

    private ParquetReport report(boolean live, Limits limits, Clock clock) {
        return new ParquetReport(
                new Destination(
                        "parquet",
                        folder.toString(),
                        live,
                        limits,
                        null,
                        new Destination.Origin("here", "1", "ab"),
                        getClass().getClassLoader(),
                        sentence -> {}),
                clock);
    }

    /** What a value of the native record becomes: metadata has lists, times their own columns, nulls are not there. */
    private static Object plain(String name, Object value, boolean inMetadata) {
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> members = new LinkedHashMap<>();
            map.forEach((key, member) -> {
                Object kept = plain((String) key, member, inMetadata || name.equals("metadata"));
                if (kept != null) {
                    members.put((String) key, kept);
                }
            });
            return members;
        }
        if (value instanceof List<?> list) {
            return list.stream().map(member -> plain("", member, false)).toList();
        }
        if (inMetadata && value != null) {
            return List.of(plain("", value, false));
        }
        return value instanceof String text && text.matches(NUMBER) ? (Object) Double.valueOf(text) : value;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> flow(String json) {
        Map<String, Object> plain = (Map<String, Object>) plain("", Json.object(json), false);
        plain.keySet().removeAll(List.of("start", "end", "start_ns", "end_ns"));
        return plain;
    }

    /** The flows of NDJSON, in the order of captures and numbers. */
    private static List<Map<String, Object>> flows(String json) {
        return json.lines()
                .filter(line -> line.startsWith("{\"capture\""))
                .map(ParquetReportTest::flow)
                .sorted(ORDER)
                .toList();
    }

    private List<Map<String, Object>> flows() {
        List<Map<String, Object>> flows = new ArrayList<>();
        for (List<Object> row : query("SELECT to_json(f)::VARCHAR, f.start_ns, f.end_ns, epoch_us(f.\"start\"),"
                + " epoch_us(f.\"end\") FROM '@flows/*.parquet' f")) {
            assertEquals((Long) row.get(1) / 1000, row.get(3));
            assertEquals((Long) row.get(2) / 1000, row.get(4));
            flows.add(flow((String) row.get(0)));
        }
        flows.sort(ORDER);
        return flows;
    }

    @Test
    void everyFieldOfEveryCaptureIsInTheTables() {
        Run run = Run.of("review", "captures", "-o", "parquet=" + folder, "-o", "json", "--state", folder + "/state");
        List<Map<String, Object>> expected = flows(run.out());
        assertTrue(expected.size() > 400, run.err());
        assertEquals(expected, flows());
        List<Object> counted = query("SELECT counters['flows'], len(captures), version FROM '@run/*.parquet'")
                .get(0);
        assertEquals((long) expected.size(), counted.get(0));
        long findings = run.out()
                .lines()
                .filter(line -> line.startsWith("{\"finding\""))
                .count();
        assertEquals(
                List.of(List.of(findings)), query("SELECT count(*) FROM '@findings/*.parquet' WHERE len(uids) > 0"));
        assertEquals(
                List.of(List.of("wiki.example.org")),
                query("SELECT name FROM '@hosts/*.parquet' WHERE host = '10.7.0.80' AND len(facts) > 0"));
    }

    @Test
    void hostileTextIsDataAndAddsNoRows() {
        List<FlowRecord> records =
                HostileTextTest.TEXTS.stream().map(HostileTextTest::saying).toList();
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        JsonReport lines = new JsonReport(json);
        ParquetReport report = report(false, null, Clock.systemUTC());
        for (FlowRecord record : records) {
            report.flow(record);
            report.finding(HostileTextTest.finding(record.verdict().application()));
            lines.flow(record);
        }
        report.finish(Records.run(Counter.FLOWS.count(1)));
        lines.finish(Records.run(Counter.FLOWS.count(1)));
        List<Map<String, Object>> expected = flows(json.toString(StandardCharsets.US_ASCII));
        assertEquals(records.size(), expected.size());
        assertEquals(expected, flows());
        assertEquals(List.of(List.of((long) records.size())), query("SELECT count(*) FROM '@findings/*.parquet'"));
    }

    @Test
    void aLiveRunCompletesFilesAsTheyAgeAndKeepsTheNewest() throws IOException {
        Instant[] now = {Instant.parse("2026-01-05T09:12:44Z")};
        Clock clock = new Clock() {
            @Override
            public ZoneOffset getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return now[0];
            }
        };
        ParquetReport report = report(true, new Limits(10_000_000_000L, 0, 2), clock);
        for (int i = 0; i < 4; i++) {
            report.goesOn(Records.full());
            report.flush();
            now[0] = now[0].plusSeconds(11);
            report.flush();
        }
        report.finish(Records.run(Counter.FLOWS.count(4)));
        assertEquals(2, files("flows").size(), files("flows").toString());
        assertTrue(files("flows").get(1).toString().endsWith("-00004.parquet"));
        assertEquals(List.of(List.of(2L)), query("SELECT count(*) FROM '@flows/*.parquet'"));
    }

    @Test
    void filesOfAnotherRunStayAndNoneIsUnfinished() throws IOException {
        for (int i = 0; i < 2; i++) {
            ParquetReport report = report(false, null, Clock.systemUTC());
            for (int j = 0; j < 1000; j++) {
                report.flow(Records.full());
            }
            report.finish(Records.run(Counter.FLOWS.count(1000)));
        }
        assertEquals(2, files("flows").size());
        assertEquals(List.of(List.of(2000L)), query("SELECT count(*) FROM '@flows/*.parquet'"));
        assertFalse(files("flows").stream().anyMatch(file -> file.toString().endsWith(".part")));
    }

    @Test
    void aFolderThatCannotBeWrittenEndsTheRun() throws IOException {
        Files.writeString(folder.resolve("flows"), "a file");
        ParquetReport report = report(false, null, Clock.systemUTC());
        report.flow(Records.full());
        assertThrows(UncheckedIOException.class, () -> report.finish(Records.run(Counter.FLOWS.count(1))));
    }
}
