package dev.periplus.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdOutputStream;
import dev.periplus.cli.Run;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** zstd files of several frames are divided at them, and hold what a reader of the whole finds. */
class FramesTest {
    private static final Path CAPTURE = Path.of("captures/framehawk-late.pcap");

    @TempDir
    Path folder;

    /** Packs parts of random length as a frame each; those without sizes need the seek table. */
    private static List<byte[]> packed(byte[] bytes, Random random, boolean sized, List<Integer> lengths)
            throws IOException {
        List<byte[]> frames = new ArrayList<>();
        for (int from = 0; from < bytes.length; ) {
            int length = Math.min(bytes.length - from, 1 + random.nextInt(20_000));
            byte[] part = Arrays.copyOfRange(bytes, from, from + length);
            frames.add(sized ? sized(part) : unsized(part));
            lengths.add(length);
            from += length;
        }
        return frames;
    }

    private static byte[] sized(byte[] part) {
        try (ZstdCompressCtx context = new ZstdCompressCtx()) {
            return context.setChecksum(true).compress(part);
        }
    }

    private static byte[] unsized(byte[] part) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZstdOutputStream zstd = new ZstdOutputStream(out)) {
            zstd.write(part);
        }
        return out.toByteArray();
    }

    private static byte[] joined(List<byte[]> parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        parts.forEach(out::writeBytes);
        return out.toByteArray();
    }

    /** The seek table of zstd's seekable format. */
    private static byte[] table(List<byte[]> frames, List<Integer> lengths) {
        int size = 8 * frames.size() + 9;
        ByteBuffer table = ByteBuffer.allocate(8 + size).order(ByteOrder.LITTLE_ENDIAN);
        table.putInt(0x184d2a5e).putInt(size);
        for (int i = 0; i < frames.size(); i++) {
            table.putInt(frames.get(i).length).putInt(lengths.get(i));
        }
        table.putInt(frames.size()).put((byte) 0).putInt(0x8f92eab1);
        return table.array();
    }

    private static List<String> onOneMachine(Path capture) {
        List<String> lines =
                Run.of("replay", "-o", "json", capture.toString()).out().lines().toList();
        return lines.subList(0, lines.size() - 1);
    }

    private void equal(Path packed, String seed) {
        List<String> expected = onOneMachine(packed);
        for (int splits : new int[] {1, 3, 9}) {
            assertEquals(expected, OnSpark.texts(OnSpark.table("flows", packed, splits), "record"), seed);
        }
    }

    @ParameterizedTest
    @CsvSource({"true,false", "false,true"})
    void framesAreDividedByTheirHeadersOrByTheSeekTable(boolean sized, boolean tabled) throws IOException {
        long seed = System.nanoTime();
        List<Integer> lengths = new ArrayList<>();
        List<byte[]> parts = new ArrayList<>(packed(Files.readAllBytes(CAPTURE), new Random(seed), sized, lengths));
        int count = parts.size();
        if (tabled) {
            parts.add(table(parts, lengths));
        }
        byte[] file = joined(parts);
        Frames frames = FrameWalk.of(new ByteArrayInputStream(file));
        assertNotNull(frames, "seed " + seed);
        assertEquals(count, frames.count());
        assertEquals(Files.size(CAPTURE), frames.end());
        equal(Files.write(folder.resolve("frames.pcap.zst"), file), "seed " + seed);
        Row row = OnSpark.table("files", folder, 5).head();
        assertEquals("pcap in zstd whole", row.getAs("format") + " " + row.getAs("state"));
    }

    @Test
    void bytesAreThoseFromAnyOffsetOn() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        byte[] bytes = Files.readAllBytes(CAPTURE);
        byte[] file = joined(packed(bytes, random, true, new ArrayList<>()));
        Frames frames = FrameWalk.of(new ByteArrayInputStream(file));
        assertNotNull(frames);
        for (int i = 0; i < 50; i++) {
            int from = random.nextInt(bytes.length);
            int begin = (int) frames.begins()[frames.frame(from)];
            InputStream packed = new ByteArrayInputStream(file, begin, file.length - begin);
            try (InputStream unpacked = new UnpackedFrames(packed, frames, from)) {
                assertArrayEquals(
                        Arrays.copyOfRange(bytes, from, bytes.length), unpacked.readAllBytes(), "seed " + seed);
            }
        }
    }

    /** Offsets of later frames would all be wrong. */
    @Test
    void aSeekTableThatLiesMisleadsNobody() throws IOException {
        List<Integer> lengths = new ArrayList<>();
        List<byte[]> parts = new ArrayList<>(packed(Files.readAllBytes(CAPTURE), new Random(1), false, lengths));
        lengths.set(1, lengths.get(1) + 57);
        parts.add(table(parts, lengths));
        equal(Files.write(folder.resolve("lying.pcap.zst"), joined(parts)), "");
    }

    @Test
    void damageIsWhatAReaderOfTheWholeFinds() throws IOException {
        byte[] file = joined(packed(Files.readAllBytes(CAPTURE), new Random(2), true, new ArrayList<>()));
        Frames frames = FrameWalk.of(new ByteArrayInputStream(file));
        assertNotNull(frames);
        int middle = (int) (frames.begins()[frames.count() / 2] + frames.ends()[frames.count() / 2]) / 2;
        file[middle] ^= 0x55;
        Path damaged = Files.write(folder.resolve("damaged.pcap.zst"), file);
        equal(damaged, "");
        Row row = OnSpark.table("files", folder, 5).head();
        String expected = Run.of("replay", "-o", "json", damaged.toString()).err();
        assertEquals("damaged", row.getAs("state"));
        assertTrue(expected.contains(row.<String>getAs("message")), expected + row);
        assertNull(FrameWalk.of(new ByteArrayInputStream(file, 0, file.length - 3)), "a file that is cut");
        assertNull(FrameWalk.of(new ByteArrayInputStream(Zstd.compress(new byte[1000]))), "a single frame");
    }

    @Test
    void noBytesMakeTheWalkFail() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        byte[] file = joined(packed(Files.readAllBytes(CAPTURE), new Random(3), true, new ArrayList<>()));
        for (int i = 0; i < 2000; i++) {
            byte[] altered = file.clone();
            for (int change = random.nextInt(4); change >= 0; change--) {
                altered[random.nextInt(random.nextBoolean() ? 40 : file.length)] = (byte) random.nextInt();
            }
            Frames frames = FrameWalk.of(new ByteArrayInputStream(altered));
            assertTrue(
                    frames == null || frames.end() >= 0 && frames.ends()[frames.count() - 1] <= file.length,
                    "seed " + seed);
        }
    }
}
