package dev.periplus.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.cli.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Findings are those of a review of the same captures on one machine. */
class FindingsTest {
    @TempDir
    Path folder;

    private List<String> reviewed(Path captures) {
        Run review = Run.of(
                "review",
                "-o",
                "json",
                "--fresh",
                "--state",
                folder.resolve("state").toString(),
                captures.toString());
        return review.out().lines().filter(line -> !line.startsWith("{\"run\"")).toList();
    }

    private List<String> findings(Path captures) {
        return reviewed(captures).stream()
                .filter(line -> line.startsWith("{\"finding\""))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void aCaseOfManyCapturesHasTheFindingsOfOneMachine(int splits) throws IOException {
        Path captures = OnSpark.copied(folder.resolve("case"), OnSpark.captures());
        List<String> expected = findings(captures);
        assertTrue(expected.size() > 10, "findings " + expected.size());
        assertEquals(expected, OnSpark.texts(OnSpark.table("findings", captures, splits), "record"));
    }

    @Test
    void theRecordsOfACaseAreThoseOfTheReview() throws IOException {
        Path captures = OnSpark.copied(folder.resolve("case"), OnSpark.captures());
        List<String> expected = reviewed(captures).stream()
                .filter(line -> !line.startsWith("{\"finding\""))
                .toList();
        List<String> records = OnSpark.session()
                .read()
                .format("periplus")
                .option("case", true)
                .option("splits", 3)
                .load(captures.toString())
                .select("record")
                .collectAsList()
                .stream()
                .map(row -> row.getString(0))
                .toList();
        assertEquals(expected, records);
    }

    @Test
    void acceptedServicesOfTheCaseAreInNoFinding() throws IOException {
        Path captures = OnSpark.copied(
                folder.resolve("case"),
                List.of(Path.of("captures/framehawk-xenapp.pcapng"), Path.of("captures/hdx-audio.pcap")));
        List<Row> all = OnSpark.table("findings", captures, 2)
                .filter("label is not null and host is not null")
                .select("host", "port", "transport", "label")
                .collectAsList();
        assertTrue(!all.isEmpty());
        Row first = all.get(0);
        Files.writeString(
                captures.resolve("accepted.yaml"),
                "- {host: %s, port: %d, transport: %s, label: %s, ticket: T-1}\n"
                        .formatted(first.getString(0), first.getInt(1), first.getString(2), first.getString(3)));
        List<String> left = OnSpark.texts(OnSpark.table("findings", captures, 2), "record");
        assertEquals(findings(captures), left);
        assertTrue(left.size() < all.size() || left.stream().noneMatch(line -> line.contains("T-1")));
    }

    @Test
    void theSameFileUnderTwoNamesIsReadOnce() throws IOException {
        Path captures = OnSpark.copied(folder.resolve("case"), List.of(Path.of("captures/hdx-audio.pcap")));
        List<String> expected = findings(captures);
        Files.copy(captures.resolve("hdx-audio.pcap"), captures.resolve("z.pcap"));
        assertEquals(expected, OnSpark.texts(OnSpark.table("findings", captures, 2), "record"));
    }
}
