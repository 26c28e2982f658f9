package dev.periplus.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.cli.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The job appends what is new to the tables of a case, once. */
class ReviewJobTest {
    private static final List<String> TABLES = List.of("flows", "findings", "hosts", "files", "unjoined");

    @TempDir
    private static Path shared;

    /** A case that no test changes, and the tables of one run. */
    private static Path whole;

    private static Path expected;

    @TempDir
    Path folder;

    private Path captures;
    private Path out;

    @BeforeAll
    static void once() throws IOException {
        whole = OnSpark.copied(
                shared.resolve("case"),
                List.of(Path.of("captures/hdx-audio.pcap"), Path.of("captures/framehawk-xenapp.pcapng")));
        expected = shared.resolve("out");
        assertEquals(
                List.of("run 1: 2 new files"), job(whole, expected, "").run().says());
    }

    @BeforeEach
    void begin() {
        captures = whole;
        out = folder.resolve("out");
    }

    /** A copy of the case, to be changed. */
    private void copy() throws IOException {
        captures = OnSpark.copied(folder.resolve("case"), List.of(whole.resolve("hdx-audio.pcap")));
    }

    private ReviewJob job(String failsAt) {
        return job(captures, out, failsAt);
    }

    private static ReviewJob job(Path captures, Path to, String failsAt) {
        Options options = Options.of(new CaseInsensitiveStringMap(
                Map.of("path", captures.toString(), "case", "true", "splits", "2", "shards", "2")));
        return new ReviewJob(OnSpark.session(), options, to.toString(), step -> {
            if (step.equals(failsAt)) {
                throw new IllegalStateException("killed at " + step);
            }
        });
    }

    private List<String> run() throws IOException {
        return job("").run().says();
    }

    private static Dataset<Row> table(Path of, String table) {
        return OnSpark.session().read().parquet(of.resolve(table).toString());
    }

    /** The rows of all tables, in an order of their own. */
    private static Map<String, List<String>> tables(Path of) {
        Map<String, List<String>> rows = new TreeMap<>();
        for (String table : TABLES) {
            if (Files.exists(of.resolve(table))) {
                rows.put(
                        table,
                        table(of, table).toJSON().collectAsList().stream()
                                .sorted()
                                .toList());
            }
        }
        return rows;
    }

    @Test
    void tablesAreThoseOfTheCase() throws IOException {
        out = expected;
        List<String> flows = table(out, "flows").orderBy("flow").select("record").collectAsList().stream()
                .map(row -> row.getString(0))
                .toList();
        assertEquals(OnSpark.texts(OnSpark.inCase("flows", captures, 1), "record"), flows);
        List<String> findings = table(out, "findings").orderBy("position").select("record").collectAsList().stream()
                .map(row -> row.getString(0))
                .toList();
        assertEquals(OnSpark.texts(OnSpark.table("findings", captures, 1), "record"), findings);
        assertEquals(0, OnSpark.inCase("hosts", captures, 1).count());
        assertFalse(Files.exists(out.resolve("hosts")), "a table without rows is not there");
        assertEquals(
                2,
                table(out, "files").filter("sha256 is not null and flows > 0").count());
        assertEquals(0, table(out, "flows").filter("day != to_date(start)").count());
    }

    @Test
    void aSecondRunAppendsNothing() throws IOException {
        out = expected;
        Map<String, List<String>> before = tables(out);
        assertEquals(List.of("nothing new; run 1 was the last"), run());
        assertEquals(before, tables(out));
    }

    @Test
    void aRunWithOneMoreFileAppendsItsRowsAndSaysWhatItCannotJoin() throws IOException {
        copy();
        Path one = captures.resolve("hdx-audio.pcap");
        Path later = folder.resolve("later.pcap");
        OnSpark.split(one, one, later);
        run();
        Map<String, List<String>> before = tables(out);
        Files.move(later, captures.resolve("later.pcap"));
        List<String> says = run();
        assertEquals("run 2: 1 new file", says.get(0));
        assertTrue(says.get(1).endsWith("may be one flow; see the table unjoined"), says.toString());
        Map<String, List<String>> after = tables(out);
        before.forEach((table, rows) -> assertTrue(after.get(table).containsAll(rows), table));
        assertEquals(before.get("files").size() + 1, after.get("files").size());
        List<String> alone = OnSpark.texts(OnSpark.inCase("flows", captures.resolve("later.pcap"), 1), "record");
        assertEquals(
                alone,
                table(out, "flows").filter("run = 2").orderBy("flow").select("record").collectAsList().stream()
                        .map(row -> row.getString(0))
                        .toList());
        assertEquals(
                table(out, "flows").filter("run = 2 and transport = 'udp'").count(),
                table(out, "unjoined")
                        .join(table(out, "flows").filter("run = 2 and transport = 'udp'"), "uid")
                        .count());
    }

    @ParameterizedTest
    @ValueSource(strings = {"flows", "commit"})
    void aRunThatWasKilledAndRunAgainGivesTheSameTables(String step) throws IOException {
        assertThrows(IllegalStateException.class, () -> job(step).run());
        job("").run();
        assertEquals(tables(expected), tables(out));
        try (Stream<Path> left = Files.list(out.resolve("_periplus/staging"))) {
            assertEquals(List.of(), left.toList());
        }
    }

    @Test
    void aRunThatWasKilledWhileItMovedItsRowsIsEnded() throws IOException {
        assertThrows(IllegalStateException.class, () -> job("publish").run());
        Path run;
        try (Stream<Path> left = Files.list(out.resolve("_periplus/staging"))) {
            run = left.findFirst().orElseThrow();
        }
        Path first = run.resolve(
                Files.readAllLines(out.resolve("_periplus/commits/000001")).get(1));
        Path to = out.resolve(run.relativize(first));
        Files.createDirectories(to.getParent());
        Files.move(first, to);
        job("").run();
        assertEquals(tables(expected), tables(out));
    }

    @Test
    void ofTwoRunsAtTheSameTimeOneFails() throws IOException {
        Options options = Options.of(
                new CaseInsensitiveStringMap(Map.of("path", captures.toString(), "case", "true", "shards", "2")));
        ReviewJob slow = new ReviewJob(OnSpark.session(), options, out.toString(), step -> {
            if (step.equals("commit")) {
                try {
                    job("").run();
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            }
        });
        assertThrows(IOException.class, slow::run);
        assertEquals(tables(expected), tables(out));
    }

    @Test
    void whatChangesOrComesAgainIsNamedAndNotReadTwice() throws IOException {
        copy();
        Files.writeString(captures.resolve("foreign.txt"), "no capture");
        out = captures.resolve("tables");
        run();
        long flows = table(out, "flows").count();
        Files.copy(captures.resolve("hdx-audio.pcap"), captures.resolve("copy.pcap"));
        Path changed = captures.resolve("hdx-audio.pcap");
        OnSpark.cut(whole.resolve("hdx-audio.pcap"), changed, 100);
        Files.setLastModifiedTime(changed, FileTime.fromMillis(1_700_000_000_000L));
        assertFalse(run().isEmpty());
        assertEquals(flows, table(out, "flows").count());
        List<String> states = table(out, "files").filter("run = 2").orderBy("name").collectAsList().stream()
                .map(row -> row.<String>getAs("state"))
                .toList();
        assertEquals(List.of("repeated", "changed"), states);
        assertEquals(List.of("nothing new; run 2 was the last"), run());
    }

    @Test
    void hostsAreATableOfTheirOwn() throws IOException {
        captures = Path.of("captures/everyday.pcapng").toAbsolutePath();
        run();
        long facts = OnSpark.inCase("hosts", captures, 1).count();
        assertTrue(facts > 0);
        assertEquals(facts, table(out, "hosts").count());
    }

    /** A row and that of its capture are a report, whose exhibits can be verified. */
    @Test
    void aRowLeadsBackToItsPackets() throws IOException {
        Row row = table(expected, "flows")
                .filter("label = 'hdx-audio' or label = 'cgp'")
                .orderBy("flow")
                .head();
        String capture = row.getAs("capture");
        String uid = row.getAs("uid");
        Run explained = Run.of("explain", "--flow", uid, capture);
        assertTrue(explained.out().contains(row.<String>getAs("label")), explained.out());
        Path carved = folder.resolve("carved.pcapng");
        Run.of("carve", "-Y", "uid==" + uid, "-w", carved.toString(), capture);
        long packets = row.<Long>getAs("client_packets") + row.<Long>getAs("server_packets");
        assertEquals(packets, OnSpark.table("packets", carved, 1).count());
        Row file = table(expected, "files").filter("name = '" + capture + "'").head();
        Path report = folder.resolve("report.json");
        Files.writeString(report, row.getAs("record") + "\n" + file.getAs("record") + "\n");
        Run verified = Run.of("verify", report.toString());
        assertTrue(
                verified.out().startsWith("1 capture by SHA-256, 1 exhibit: 1 confirmed"),
                verified.out() + verified.err());
        assertTrue(verified.out().contains(" 0 failed"), verified.out());
    }

    @Test
    void aFolderWithOtherThingsIsLeftAlone() throws IOException {
        Files.createDirectories(out);
        Files.writeString(out.resolve("mine.txt"), "mine");
        assertThrows(IOException.class, this::run);
        assertTrue(Files.exists(out.resolve("mine.txt")));
    }
}
