package dev.periplus.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.cli.Run;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
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
        assertEquals(expected, OnSpark.texts(OnSpark.inCase("flows", captures, 3), "record"));
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
        assertEquals(2, OnSpark.table("files", captures, 1).count());
        assertTrue(left.size() < all.size() || left.stream().noneMatch(line -> line.contains("T-1")));
    }

    @Test
    void theSameFileUnderTwoNamesIsReadOnce() throws IOException {
        Path captures = OnSpark.copied(folder.resolve("case"), List.of(Path.of("captures/hdx-audio.pcap")));
        List<String> expected = findings(captures);
        Files.copy(captures.resolve("hdx-audio.pcap"), captures.resolve("z.pcap"));
        assertEquals(expected, OnSpark.texts(OnSpark.table("findings", captures, 2), "record"));
    }

    /** The second sensor has lost every third packet, and its clock is wrong by this many milliseconds. */
    @ParameterizedTest
    @ValueSource(ints = {2, -40_000})
    void packetsOfTwoSensorsAreCountedOnce(int milliseconds) throws IOException {
        Path captures = OnSpark.copied(folder.resolve("case"), List.of(Path.of("captures/hdx-audio.pcap")));
        seenElsewhere(Path.of("captures/hdx-audio.pcap"), captures.resolve("second.pcap"), milliseconds);
        List<String> expected = reviewed(captures).stream()
                .filter(line -> !line.startsWith("{\"finding\""))
                .toList();
        assertEquals(expected, OnSpark.texts(OnSpark.inCase("flows", captures, 3), "record"));
        assertEquals(findings(captures), OnSpark.texts(OnSpark.table("findings", captures, 3), "record"));
        String clock = OnSpark.inCase("files", captures, 3)
                .filter("name like '%second.pcap'")
                .collectAsList()
                .get(0)
                .getAs("message");
        assertEquals(
                milliseconds > 0
                        ? null
                        : "its clock was 40.000 s behind by packets that other captures have too; its times are corrected",
                clock);
    }

    /** Copies a capture as another sensor would have it. */
    private static void seenElsewhere(Path capture, Path to, int milliseconds) throws IOException {
        ByteBuffer from = ByteBuffer.wrap(Files.readAllBytes(capture)).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer out = ByteBuffer.allocate(from.capacity()).order(ByteOrder.LITTLE_ENDIAN);
        out.put(from.slice(0, 24));
        boolean isNanos = from.getInt(0) == 0xa1b23c4d;
        long unit = isNanos ? 1_000_000_000L : 1_000_000L;
        int number = 0;
        for (int at = 24; at < from.capacity(); at += 16 + from.getInt(at + 8)) {
            long time = from.getInt(at) * unit + from.getInt(at + 4) + milliseconds * (unit / 1000);
            if (++number % 3 != 0) {
                int begin = out.position();
                out.put(from.slice(at, 16 + from.getInt(at + 8)));
                out.putInt(begin, (int) (time / unit)).putInt(begin + 4, (int) (time % unit));
            }
        }
        Files.write(to, java.util.Arrays.copyOf(out.array(), out.position()));
    }
}
