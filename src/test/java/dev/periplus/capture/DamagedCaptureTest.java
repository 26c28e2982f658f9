package dev.periplus.capture;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.Zstd;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bad bytes never throw; everything before the damage is delivered. */
class DamagedCaptureTest {
    private static final int FLIPPED_COPIES = 1500;

    @TempDir
    Path folder;

    @Test
    void aCutAtEveryByteLeavesTheCompletePacketsBeforeIt() throws IOException {
        for (Map.Entry<String, CaptureBytes> sample : Samples.all().entrySet()) {
            byte[] whole = sample.getValue().bytes();
            List<byte[]> packets = Reading.streamed(whole, 4096).data();
            assertEquals(sample.getValue().packetEnds.size(), packets.size());
            for (int cut = 0; cut <= whole.length; cut++) {
                byte[] bytes = Arrays.copyOf(whole, cut);
                String name = sample.getKey() + " cut at " + cut;
                assertCut(name, sample.getValue(), packets, cut, Reading.streamed(bytes, 64));
                Path file = Files.write(folder.resolve("cut"), bytes);
                assertCut(name, sample.getValue(), packets, cut, Reading.of(file, 64));
            }
        }
    }

    private static void assertCut(String name, CaptureBytes sample, List<byte[]> packets, int cut, Reading reading) {
        long complete = sample.packetEnds.stream().filter(end -> end <= cut).count();
        assertEquals(complete, reading.packets.size(), name);
        for (int i = 0; i < complete; i++) {
            assertArrayEquals(packets.get(i), reading.packets.get(i).bytes(), name);
        }
        CaptureOutcome outcome = reading.outcome();
        if (sample.borders.contains(cut)) {
            assertNull(outcome.problem(), name);
        } else if (cut < 4) {
            assertNotNull(outcome.refused(), name);
        } else {
            Damage damage = outcome.damage();
            assertNotNull(damage, name);
            int record = sample.borders.stream().filter(border -> border < cut).reduce(0, Math::max);
            assertEquals(record, damage.offset(), name);
            assertTrue(damage.cause().startsWith("cut in the middle of "), damage.cause());
        }
    }

    @Test
    void aCutInPackedDataLeavesAPrefixAndIsAlwaysSaid() throws IOException {
        byte[] whole =
                Samples.pcap(ByteOrder.LITTLE_ENDIAN, PcapRecords.MICROSECONDS).bytes();
        List<byte[]> packets = Reading.streamed(whole, 4096).data();
        for (byte[] packed : new byte[][] {CaptureBytes.gzip(whole), Zstd.compress(whole)}) {
            for (int cut = 0; cut < packed.length; cut++) {
                Reading reading = Reading.written(folder.resolve("cut"), Arrays.copyOf(packed, cut));
                assertNotNull(reading.outcome().problem(), "cut at " + cut);
                for (int i = 0; i < reading.packets.size(); i++) {
                    assertArrayEquals(packets.get(i), reading.packets.get(i).bytes());
                }
            }
            assertNull(Reading.written(folder.resolve("cut"), packed).outcome().problem());
        }
    }

    @Test
    void flippedBytesNeverThrow() throws IOException {
        long seed = System.nanoTime();
        System.out.println("DamagedCaptureTest seed " + seed);
        Random random = new Random(seed);
        for (Map.Entry<String, CaptureBytes> sample : Samples.all().entrySet()) {
            byte[] whole = sample.getValue().bytes();
            for (int i = 0; i < FLIPPED_COPIES; i++) {
                byte[] bytes = flipped(whole, random);
                Reading streamed = Reading.streamed(bytes, 1 + random.nextInt(600));
                assertTrue(streamed.packets.size() <= bytes.length / 12, sample.getKey());
                if (i % 8 == 0) {
                    Reading written = Reading.written(folder.resolve("flipped"), bytes);
                    assertEquals(streamed.times(), written.times(), sample.getKey());
                    assertEquals(streamed.outcome().problem(), written.outcome().problem());
                }
            }
        }
    }

    @Test
    void flippedBytesInPackedDataNeverThrow() {
        long seed = System.nanoTime();
        System.out.println("DamagedCaptureTest seed " + seed);
        Random random = new Random(seed);
        byte[] whole = Samples.pcapng(ByteOrder.LITTLE_ENDIAN).bytes();
        for (byte[] packed : new byte[][] {CaptureBytes.gzip(whole), Zstd.compress(whole)}) {
            int told = 0;
            for (int i = 0; i < FLIPPED_COPIES; i++) {
                Reading reading = Reading.streamed(flipped(packed, random), 64);
                assertTrue(reading.packets.size() <= 4 || reading.outcome().problem() != null);
                told += reading.outcome().problem() == null ? 0 : 1;
            }
            assertTrue(told > FLIPPED_COPIES / 2, "damage was told " + told + " times");
        }
    }

    private static byte[] flipped(byte[] whole, Random random) {
        byte[] bytes = whole.clone();
        for (int flips = 1 + random.nextInt(8); flips > 0; flips--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }
}
