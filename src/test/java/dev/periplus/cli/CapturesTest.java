package dev.periplus.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.TestCaptures;
import dev.periplus.answer.Counter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every capture of {@code captures/} through the whole pipeline. */
class CapturesTest {
    private static final int FLOW_FIELDS = 5;

    @TempDir
    Path folder;

    @ParameterizedTest
    @MethodSource("dev.periplus.TestCaptures#all")
    void everyFlowIsWhatIsExpected(Path capture) throws IOException {
        Map<String, List<String>> seen = new HashMap<>();
        for (Map<String, Object> record :
                Run.of(capture.toString(), "-o", "json").records()) {
            Map<String, Object> client = Run.object(record, "client");
            Map<String, Object> server = Run.object(record, "server");
            String flow = String.join(
                    "\t",
                    List.of(
                            "" + record.get("transport"),
                            present(client, "ip", client.get("mac")),
                            present(client, "port", 0),
                            present(server, "ip", server.get("mac")),
                            present(server, "port", 0)));
            Object label = record.get("label");
            seen.computeIfAbsent(flow, f -> new ArrayList<>())
                    .add((label == null ? "-" : label) + "\t" + record.get("standing"));
            if ("framehawk".equals(label)) {
                double confidence = ((Number) record.get("confidence")).doubleValue();
                double least = capture.endsWith("framehawk-late.pcap") ? 0.6 : 0.9;
                assertTrue(confidence >= least, flow + " is framehawk at only " + confidence);
            }
        }
        List<String> lines =
                Files.readAllLines(Path.of(capture.toString().replaceAll("\\.pcap(ng)?$", ".expected.tsv")));
        assertTrue(lines.size() > 1);
        for (String line : lines.subList(1, lines.size())) {
            List<String> fields = List.of(line.split("\t"));
            String answer = String.join("\t", fields.subList(FLOW_FIELDS, FLOW_FIELDS + 2));
            List<String> answers = seen.getOrDefault(String.join("\t", fields.subList(0, FLOW_FIELDS)), List.of());
            assertTrue(answers.contains(answer), line + ", but got " + answers);
            answers.remove(answer);
        }
    }

    private static void everyPacketIsAccountedFor(Run run, String what) {
        Map<String, Object> counters = run.counters();
        long sum = 0;
        for (Counter counter : Counter.values()) {
            if (counter.kind() == Counter.Kind.FATE) {
                sum += ((Number) counters.get(counter.id())).longValue();
            }
        }
        assertEquals(((Number) counters.get("packets")).longValue(), sum, what + counters);
    }

    @ParameterizedTest
    @MethodSource("dev.periplus.TestCaptures#all")
    void theNumberOfShardsChangesNothing(Path capture) {
        Run one = Run.of(capture.toString(), "-o", "json", "--shards", "1");
        everyPacketIsAccountedFor(one, capture.toString());
        for (String shards : List.of("2", "4")) {
            Run more = Run.of(capture.toString(), "-o", "json", "--shards", shards);
            assertEquals(one.records(), more.records());
            assertEquals(one.counters(), more.counters());
        }
    }

    @Test
    void theNumberOfShardsChangesNothingInManyCapturesTogether() throws IOException {
        List<String> arguments =
                new ArrayList<>(TestCaptures.all().map(Path::toString).toList());
        arguments.addAll(List.of("-o", "json", "--shards"));
        List<Run> runs = new ArrayList<>();
        for (String shards : List.of("1", "2", "4")) {
            List<String> all = new ArrayList<>(arguments);
            all.add(shards);
            runs.add(Run.of(all.toArray(String[]::new)));
        }
        assertEquals(runs.get(0).records(), runs.get(1).records());
        assertEquals(runs.get(0).records(), runs.get(2).records());
    }

    @ParameterizedTest
    @MethodSource("dev.periplus.TestCaptures#all")
    void aDamagedCaptureIsReadUpToTheDamage(Path capture) throws IOException {
        byte[] bytes = Files.readAllBytes(capture);
        long whole = packets(Run.of(capture.toString(), "-o", "json"));
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Path damaged = folder.resolve("damaged.pcap");
        for (int round = 0; round < 12; round++) {
            int cut = 1 + random.nextInt(bytes.length - 1);
            Files.write(damaged, java.util.Arrays.copyOf(bytes, cut));
            Run run = Run.of(damaged.toString(), "-o", "json");
            String what = "cut at " + cut + ", seed " + seed + ": " + run.err();
            boolean betweenHeaderAndFirstPacket = run.status() == Exit.NOTHING && packets(run) == 0;
            assertTrue(
                    run.status() == Exit.UNREADABLE || run.status() == Exit.DONE || betweenHeaderAndFirstPacket, what);
            assertTrue(packets(run) <= whole, what);
            if (run.status() == Exit.UNREADABLE) {
                assertTrue(run.err().contains("damaged.pcap"), what);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dev.periplus.TestCaptures#all")
    void flippedBytesNeverEndARun(Path capture) throws IOException {
        byte[] bytes = Files.readAllBytes(capture);
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Path damaged = folder.resolve("flipped.pcap");
        for (int round = 0; round < 12; round++) {
            byte[] flipped = bytes.clone();
            for (int i = 0; i < 1 + flipped.length / 500; i++) {
                flipped[24 + random.nextInt(flipped.length - 24)] = (byte) random.nextInt();
            }
            Files.write(damaged, flipped);
            Run run = Run.of(damaged.toString(), "-o", "json", "--shards", "" + (1 + round % 3));
            assertTrue(run.status() == Exit.UNREADABLE || run.status() == Exit.DONE, "seed " + seed + ": " + run.err());
            assertEquals(0L, ((Number) run.counters().get("inspection.failures")).longValue(), "seed " + seed);
        }
    }

    private static long packets(Run run) {
        return ((Number) run.counters().get("packets-read")).longValue();
    }

    private static String present(Map<String, Object> end, String key, @Nullable Object otherwise) {
        Object value = end.get(key);
        return "" + (value == null ? otherwise : value);
    }
}
