package dev.periplus.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.cli.Run;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One capture, cut into many files, is one case. */
class ManyFilesTest {
    private static final int FILES = 20;

    @TempDir
    Path folder;

    /** Divides a pcap file at records that are chosen at random. */
    private List<Path> divided(Path capture, Random random) throws IOException {
        byte[] bytes = Files.readAllBytes(capture);
        ByteBuffer records = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        List<Integer> begins = new ArrayList<>();
        for (int at = 24; at < bytes.length; at += 16 + records.getInt(at + 8)) {
            begins.add(at);
        }
        List<Integer> cuts = new ArrayList<>(random.ints(1, begins.size())
                .distinct()
                .limit(FILES - 1)
                .sorted()
                .map(begins::get)
                .boxed()
                .toList());
        cuts.add(0, 24);
        cuts.add(bytes.length);
        List<Path> files = new ArrayList<>();
        for (int i = 0; i < FILES; i++) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.write(bytes, 0, 24);
            out.write(Arrays.copyOfRange(bytes, cuts.get(i), cuts.get(i + 1)));
            files.add(Files.write(folder.resolve(String.format("part-%02d.pcap", i)), out.toByteArray()));
        }
        return files;
    }

    @Test
    void aCaptureInTwentyFilesGivesTheRecordsOfOneMachine() throws IOException {
        long seed = System.nanoTime();
        List<String> command = new ArrayList<>(List.of("replay", "-o", "json"));
        divided(Path.of("captures/framehawk-late.pcap"), new Random(seed))
                .forEach(file -> command.add(file.toString()));
        List<String> expected =
                Run.of(command.toArray(String[]::new)).out().lines().toList();
        expected = expected.subList(0, expected.size() - 1);
        assertTrue(expected.size() > 10, "flows " + expected.size());
        assertEquals(expected, OnSpark.texts(OnSpark.table("flows", folder, 2), "record"), "seed " + seed);
        assertEquals(
                FILES,
                OnSpark.table("files", folder, 1).filter("state = 'whole'").count());
    }
}
