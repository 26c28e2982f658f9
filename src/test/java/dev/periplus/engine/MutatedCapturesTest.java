package dev.periplus.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.TestCaptures;
import dev.periplus.answer.Counter;
import dev.periplus.capture.CaptureOptions;
import dev.periplus.capture.CaptureSet;
import dev.periplus.report.json.JsonFlow;
import dev.periplus.report.json.JsonText;
import dev.periplus.rule.RuleSet;
import dev.periplus.rulefile.RuleFolder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever happens to a capture, nothing fails, and the records are the same for any number of shards. */
class MutatedCapturesTest {
    private static final int CAPTURES = Integer.getInteger("periplus.mutations", 2_000);
    private static final int LARGEST = 200_000;
    private static final int PCAP_HEADER = 24;

    @TempDir
    Path folder;

    private final long seed = Long.getLong("periplus.mutations.seed", System.nanoTime());
    private final Random random = new Random(seed);

    private static Engine engine(RuleSet rules, int shards) throws Exception {
        return new Engine(
                Engine.Settings.of(RuleFolder.read(null, packaged -> Knowledge.load(rules, packaged, false)), shards));
    }

    /** Returns the records of a capture as JSON lines, in their order. */
    private static String records(Engine engine, Path capture) throws Exception {
        JsonText json = new JsonText();
        JsonFlow flows = new JsonFlow(json);
        try (CaptureSet set = new CaptureSet(List.of(capture.toString()), CaptureOptions.everything())) {
            engine.run(set, index -> "mutated", flows::write);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        json.writeTo(out);
        return out.toString(StandardCharsets.UTF_8);
    }

    /** Flips, sets, deletes, repeats and moves bytes anywhere behind the header of the file. */
    private byte[] mutated(byte[] original) {
        byte[] bytes = original.clone();
        for (int changes = 1 + random.nextInt(1 << random.nextInt(7)); changes > 0; changes--) {
            int at = PCAP_HEADER + random.nextInt(bytes.length - PCAP_HEADER);
            int length = Math.min(random.nextInt(1 << random.nextInt(8)) + 1, bytes.length - at);
            switch (random.nextInt(6)) {
                case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> Arrays.fill(bytes, at, at + length, (byte) (random.nextBoolean() ? 0 : 0xff));
                case 2 -> {
                    byte[] noise = new byte[length];
                    random.nextBytes(noise);
                    System.arraycopy(noise, 0, bytes, at, length);
                }
                case 3 -> {
                    int from = PCAP_HEADER + random.nextInt(bytes.length - PCAP_HEADER);
                    int fitting = Math.min(length, bytes.length - Math.max(from, at));
                    System.arraycopy(bytes, from, bytes, at, fitting);
                }
                case 4 -> {
                    byte[] shorter = new byte[bytes.length - length];
                    System.arraycopy(bytes, 0, shorter, 0, at);
                    System.arraycopy(bytes, at + length, shorter, at, shorter.length - at);
                    bytes = shorter.length > PCAP_HEADER + 1 ? shorter : bytes;
                }
                default -> {
                    byte[] longer = new byte[bytes.length + length];
                    System.arraycopy(bytes, 0, longer, 0, at + length);
                    System.arraycopy(bytes, at, longer, at + length, bytes.length - at);
                    bytes = longer;
                }
            }
        }
        return bytes;
    }

    @Test
    void recordsDoNotDependOnTheNumberOfShards() throws Exception {
        System.out.println("MutatedCapturesTest seed " + seed);
        List<byte[]> originals = TestCaptures.all()
                .filter(capture -> capture.toFile().length() < LARGEST)
                .map(MutatedCapturesTest::bytes)
                .toList();
        RuleSet rules = Knowledge.ruleLoader().packaged().load();
        Path file = folder.resolve("mutated.pcap");
        int withFlows = 0;
        try (Engine one = engine(rules, 1);
                Engine three = engine(rules, 3)) {
            for (int i = 0; i < CAPTURES; i++) {
                byte[] bytes = mutated(originals.get(random.nextInt(originals.size())));
                Files.write(file, bytes);
                String expected = records(one, file);
                String found = records(three, file);
                if (!expected.equals(found)) {
                    Files.write(Path.of("target", "mutated-" + seed + "-" + i + ".pcap"), bytes);
                }
                assertEquals(expected, found, "seed " + seed + ", capture " + i);
                withFlows += expected.isEmpty() ? 0 : 1;
                one.path().forget();
                three.path().forget();
            }
            assertEquals(0, one.path().counters().get(Counter.INSPECTION_FAILURES), "seed " + seed);
            assertEquals(0, three.path().counters().get(Counter.INSPECTION_FAILURES), "seed " + seed);
        }
        assertTrue(withFlows > CAPTURES / 2, withFlows + " captures with flows");
    }

    private static byte[] bytes(Path capture) {
        try {
            return Files.readAllBytes(capture);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
