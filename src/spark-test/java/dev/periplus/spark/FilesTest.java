package dev.periplus.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.cli.Run;
import dev.periplus.natives.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every file of a read is named, with what was read of it, and none ends the read. */
class FilesTest {
    @TempDir
    Path folder;

    private void badFiles() throws IOException {
        Path whole = Path.of("captures/hdx-audio.pcap");
        Files.copy(whole, folder.resolve("a-whole.pcap"));
        OnSpark.cut(whole, folder.resolve("b-cut.pcap"), 10_001);
        OnSpark.cut(Path.of("captures/framehawk-xenapp.pcapng"), folder.resolve("c-cut.pcapng"), 77);
        Files.writeString(folder.resolve("d-foreign.txt"), "no capture");
        Files.createFile(folder.resolve("e-empty.pcap"));
        byte[] bytes = Files.readAllBytes(whole);
        bytes[20] = 99; // the link type
        Files.write(folder.resolve("f-foreign-link.pcap"), bytes);
        OnSpark.cut(whole, folder.resolve("g-header.pcap"), bytes.length - 15);
    }

    /** Of every file: packets, and what is wrong, as the summary of {@code replay -o json} has it. */
    private static Map<String, String> onOneMachine(Path folder) throws IOException {
        Map<String, String> read = new HashMap<>();
        List<String> command = new ArrayList<>(List.of("replay", "-o", "json"));
        try (var files = Files.list(folder)) {
            files.map(Path::toString).sorted().forEach(command::add);
        }
        List<Map<String, Object>> lines = Run.of(command.toArray(String[]::new)).lines();
        Map<String, Object> run = Run.object(lines.get(lines.size() - 1), "run");
        for (Object capture : (List<?>) run.get("captures")) {
            Map<?, ?> of = (Map<?, ?>) capture;
            read.put((String) of.get("path"), of.get("packets") + " " + of.get("damage"));
        }
        return read;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5})
    void badFilesAreNamedWithTheReasonAndWhatWasReadBefore(int splits) throws IOException {
        badFiles();
        Map<String, String> states = new HashMap<>();
        Map<String, String> read = new HashMap<>();
        for (Row row : OnSpark.table("files", folder, splits).collectAsList()) {
            String name = row.getAs("name");
            states.put(Path.of(name).getFileName().toString(), row.getAs("state"));
            read.put(name, row.getAs("packets") + " " + row.getAs("message"));
            assertEquals(Files.size(Path.of(name)), row.<Long>getAs("bytes"));
            assertEquals(Sha256.of(Path.of(name), more -> {}), row.getAs("sha256"));
        }
        assertEquals(
                Map.of(
                        "a-whole.pcap",
                        "whole",
                        "b-cut.pcap",
                        "damaged",
                        "c-cut.pcapng",
                        "damaged",
                        "d-foreign.txt",
                        "refused",
                        "e-empty.pcap",
                        "refused",
                        "f-foreign-link.pcap",
                        "undecoded",
                        "g-header.pcap",
                        "damaged"),
                states);
        assertEquals(onOneMachine(folder), read);
    }

    @Test
    void theFlowsOfEachFileAreCounted() throws IOException {
        badFiles();
        Map<String, Long> counted = new HashMap<>();
        OnSpark.table("files", folder, 3)
                .select("name", "flows")
                .collectAsList()
                .forEach(row -> counted.put(row.getString(0), row.getLong(1)));
        Map<String, Long> expected = new HashMap<>();
        counted.keySet().forEach(name -> expected.put(name, 0L));
        OnSpark.table("flows", folder, 3)
                .groupBy("capture")
                .count()
                .collectAsList()
                .forEach(row -> expected.put(row.getString(0), row.getLong(1)));
        assertEquals(expected, counted);
        assertTrue(counted.values().stream().anyMatch(flows -> flows > 0));
    }

    @Test
    void aPathThatLeadsNowhereIsNamedUnlessAllDo() {
        String here = Path.of("captures/hdx-audio.pcap").toAbsolutePath().toString();
        String nowhere = folder.resolve("missing.pcap").toString();
        Map<String, String> read = new HashMap<>();
        OnSpark.table("files", here + "," + nowhere, 1)
                .collectAsList()
                .forEach(row -> read.put(row.getAs("name"), row.getAs("state") + " " + row.getAs("message")));
        assertEquals(Map.of(here, "whole null", nowhere, "refused no such file"), read);
        assertThrows(Exception.class, () -> OnSpark.table("files", nowhere, 1).collectAsList());
    }

    @Test
    void nothingButBadFilesGivesTheirNamesAndNoFlows() throws IOException {
        Files.writeString(folder.resolve("foreign.txt"), "no capture");
        assertEquals(1, OnSpark.table("files", folder, 2).count());
        assertEquals(0, OnSpark.table("flows", folder, 2).count());
        assertEquals(0, OnSpark.table("findings", folder, 2).count());
    }

    /** A read of a file that changes once it was planned. */
    private List<String> readOnceChanged(Path file, byte[] change) throws IOException {
        Dataset<Row> records = OnSpark.table("flows", file, 2).select("record");
        records.queryExecution().executedPlan();
        Files.write(file, change);
        return records.collectAsList().stream().map(row -> row.getString(0)).toList();
    }

    @Test
    void whatIsAppendedMeanwhileIsLeftOut() throws IOException {
        Path file = folder.resolve("growing.pcap");
        OnSpark.split(Path.of("captures/hdx-audio.pcap"), file, folder.resolve("rest.pcap"));
        List<String> expected = OnSpark.texts(OnSpark.table("flows", file, 2), "record");
        assertEquals(expected, readOnceChanged(file, Files.readAllBytes(Path.of("captures/hdx-audio.pcap"))));
    }

    @Test
    void packetsThatHaveGoneMeanwhileEndNoRead() throws IOException {
        Path file = Files.copy(Path.of("captures/hdx-audio.pcap"), folder.resolve("shrinking.pcap"));
        byte[] half = Arrays.copyOf(Files.readAllBytes(file), (int) Files.size(file) / 2);
        List<String> records = readOnceChanged(file, half);
        assertEquals(OnSpark.table("flows", file, 1).count(), records.size());
    }
}
