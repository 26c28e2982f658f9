package dev.periplus.capture;

import static dev.periplus.capture.CaptureBytes.payload;
import static dev.periplus.capture.Samples.SECOND;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaptureSetTest {
    private static final ByteOrder LITTLE = ByteOrder.LITTLE_ENDIAN;

    @TempDir
    Path folder;

    private static byte[] capture(long... seconds) {
        CaptureBytes capture = new CaptureBytes(LITTLE).pcapHeader(PcapRecords.MICROSECONDS, 65535, 1);
        for (long second : seconds) {
            capture.pcap(second, 0, 60, payload(60, (int) second));
        }
        return capture.bytes();
    }

    private String file(String name, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes).toString();
    }

    private static List<String> order(Reading reading) {
        return reading.packets.stream()
                .map(p -> p.time() / SECOND + "@" + p.capture() + "#" + p.number())
                .toList();
    }

    @Test
    void mergesByTimeAndTiesGoToTheEarlierListed() throws IOException {
        List<String> paths =
                List.of(file("a", capture(1, 4, 7)), file("b", capture(1, 2, 7, 8)), file("c", capture(3, 4)));
        Reading reading = Reading.of(paths, CaptureOptions.everything());
        assertEquals(
                List.of("1@0#1", "1@1#1", "2@1#2", "3@2#1", "4@0#2", "4@2#2", "7@0#3", "7@1#3", "8@1#4"),
                order(reading));
        assertEquals(
                List.of(3L, 4L, 2L),
                reading.outcomes.stream().map(CaptureOutcome::packets).toList());
    }

    @Test
    void readsCapturesThatDoNotOverlapOneAfterTheOther() throws IOException {
        Reading reading = Reading.of(
                List.of(file("late", capture(5, 6)), file("early", capture(1, 2))), CaptureOptions.everything());
        assertEquals(List.of("1@1#1", "2@1#2", "5@0#1", "6@0#2"), order(reading));
    }

    @Test
    void keepsTheOrderOfACaptureWhereTimeStepsBack() throws IOException {
        Reading reading = Reading.of(
                List.of(file("a", capture(5, 1, 6)), file("b", capture(2, 5, 7))), CaptureOptions.everything());
        assertEquals(List.of("2@1#1", "5@0#1", "1@0#2", "5@1#2", "6@0#3", "7@1#3"), order(reading));
    }

    @Test
    void inPartsItReturnsWhereNoCaptureIsInTheMiddle() throws Exception {
        List<String> paths = List.of(
                file("late", capture(8, 9)),
                file("first", capture(1, 5)),
                file("overlaps", capture(3, 6)),
                file("next", capture(7)),
                file("same time", capture(9)));
        try (CaptureSet set = new CaptureSet(paths, CaptureOptions.everything())) {
            set.inParts(1);
            List<String> parts = new ArrayList<>();
            do {
                StringBuilder part = new StringBuilder();
                set.read((bytes, offset, captured, wire, time, link, capture, number) ->
                        part.append(time / SECOND).append('@').append(capture).append(' '));
                parts.add(part.toString());
            } while (set.more());
            assertEquals(List.of("1@1 3@2 5@1 6@2 ", "7@3 ", "8@0 9@0 9@4 "), parts);
            assertThrows(IllegalStateException.class, () -> set.read(new Reading()));
        }
    }

    @Test
    void mergesAsASortWould() throws IOException {
        long seed = System.nanoTime();
        System.out.println("CaptureSetTest seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 20; round++) {
            List<String> paths = new ArrayList<>();
            List<String> expected = new ArrayList<>();
            for (int i = 0; i < 1 + random.nextInt(12); i++) {
                long[] times = LongStream.generate(() -> random.nextInt(40))
                        .limit(random.nextInt(30))
                        .sorted()
                        .toArray();
                int index = i;
                paths.add(file(round + "-" + i, capture(times)));
                for (int k = 0; k < times.length; k++) {
                    expected.add(times[k] + "@" + index + "#" + (k + 1));
                }
            }
            expected.sort(Comparator.comparingInt((String s) -> Integer.parseInt(s.split("@")[0])));
            assertEquals(expected, order(Reading.of(paths, CaptureOptions.everything())));
        }
    }

    @Test
    void mergesStandardInputWithFiles() throws IOException {
        InputStream input = new ByteArrayInputStream(capture(2, 4));
        Reading reading =
                Reading.of(List.of(file("a", capture(1, 3, 5)), "-"), CaptureOptions.everything(), input, 1 << 20);
        assertEquals(List.of("1@0#1", "2@1#1", "3@0#2", "4@1#2", "5@0#3"), order(reading));
    }

    @Test
    void readsManyMoreCapturesThanItWouldKeepOpen() throws IOException {
        List<String> paths = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            paths.add(file("m" + i, capture(i, i + 1)));
        }
        Reading reading = Reading.of(paths, CaptureOptions.everything());
        assertEquals(1200, reading.packets.size());
        List<Long> sorted = reading.times().stream().sorted().toList();
        assertEquals(sorted, reading.times());
    }

    @Test
    void goesOnWhereOneCaptureCannotBeRead() throws IOException {
        byte[] cut = Arrays.copyOf(capture(2, 3), 24 + 76 + 30);
        List<String> paths = List.of(
                file("a", capture(1, 4)),
                folder.resolve("missing").toString(),
                file("empty", new byte[0]),
                file("cut", cut),
                folder.toString());
        Reading reading = Reading.of(paths, CaptureOptions.everything());
        assertEquals(List.of("1@0#1", "2@3#1", "4@0#2"), order(reading));
        assertNull(reading.outcomes.get(0).problem());
        assertEquals("no such file", reading.outcomes.get(1).refused());
        assertEquals("empty file", reading.outcomes.get(2).refused());
        assertEquals(
                "at byte 100: cut in the middle of a record of 76 bytes (30 bytes left)",
                reading.outcomes.get(3).problem());
        assertEquals("is a directory", reading.outcomes.get(4).refused());
    }

    @Test
    void stopsAfterTheWantedNumberOfPackets() throws IOException {
        List<String> paths = List.of(file("a", capture(1, 3, 5)), file("b", capture(2, 4)));
        Reading reading = Reading.of(paths, new CaptureOptions(null, 0, 3));
        assertEquals(List.of("1@0#1", "2@1#1", "3@0#2"), order(reading));
        assertNull(reading.outcomes.get(0).problem());
    }

    @Test
    void doesNotWaitForMoreThanTheWantedNumberOfPackets() {
        byte[] bytes = capture(1, 2);
        InputStream endless = new InputStream() {
            private int at;

            @Override
            public int read() {
                throw new AssertionError("read one by one");
            }

            @Override
            public int read(byte[] into, int offset, int length) {
                assertTrue(at < bytes.length, "asked for more than two packets");
                int count = Math.min(length, bytes.length - at);
                System.arraycopy(bytes, at, into, offset, count);
                at += count;
                return count;
            }
        };
        Reading reading = Reading.of(List.of("-"), new CaptureOptions(null, 0, 2), endless, 4096);
        assertEquals(2, reading.packets.size());
    }

    @Test
    void cutsPacketsToTheSnapLength() throws IOException {
        Reading reading = Reading.of(List.of(file("a", capture(1, 2))), new CaptureOptions(null, 40, 0));
        assertArrayEquals(
                Arrays.copyOf(payload(60, 1), 40), reading.packets.get(0).bytes());
        assertEquals(60, reading.packets.get(0).wire());
        assertEquals(80, reading.outcome().bytes());
        assertEquals(120, reading.outcome().wireBytes());
    }

    @Test
    void readsARecordAcrossEveryBorderOfABuffer() throws IOException {
        for (CaptureBytes sample : Samples.all().values()) {
            Path file = Path.of(file("w", sample.bytes()));
            Reading whole = Reading.of(file);
            for (int buffer = 1; buffer < 200; buffer += 3) {
                Reading reading = Reading.of(file, buffer);
                assertNull(reading.outcome().problem());
                assertEquals(whole.times(), reading.times());
                assertTrue(reading.released > 1 || buffer >= sample.bytes().length);
                for (int i = 0; i < whole.packets.size(); i++) {
                    assertArrayEquals(
                            whole.packets.get(i).bytes(), reading.packets.get(i).bytes());
                }
            }
        }
    }

    @Test
    void skipsBlocksLongerThanManyBuffers() throws IOException {
        byte[] bytes = new CaptureBytes(LITTLE)
                .section()
                .block(99, payload(10_000, 1))
                .describe(1, 0)
                .enhanced(0, 7, 9, payload(9, 1))
                .bytes();
        Reading reading = Reading.of(Path.of(file("w", bytes)), 128);
        assertEquals(List.of(7000L), reading.times());
        assertNull(reading.outcome().problem());
    }

    @Test
    void tellsProgressInBytesOfTheFiles() throws Exception {
        byte[] one = capture(1, 2, 3);
        byte[] packed = CaptureBytes.gzip(capture(2, 3, 4));
        try (CaptureSet set = new CaptureSet(
                List.of(file("a", one), file("b", packed), "-"),
                CaptureOptions.everything(),
                InputStream.nullInputStream(),
                64)) {
            assertEquals(one.length + packed.length, set.bytesTotal());
            assertEquals(0, set.bytesRead());
            set.read(new Reading());
            assertEquals(one.length + packed.length, set.bytesRead());
        }
    }

    @Test
    void stopsWhenToldTo() throws Exception {
        try (CaptureSet set = new CaptureSet(List.of(file("a", capture(1, 2, 3))), CaptureOptions.everything())) {
            List<Long> seen = new ArrayList<>();
            List<CaptureOutcome> outcomes = set.read(new PacketSink() {
                @Override
                public void packet(
                        byte[] bytes, int offset, int captured, int wire, long time, int link, int capture, long n) {
                    seen.add(n);
                    set.stop();
                }

                @Override
                public void retire(Runnable release) {
                    release.run();
                }
            });
            assertEquals(List.of(1L), seen);
            assertEquals(1, outcomes.get(0).packets());
            String problem = String.valueOf(outcomes.get(0).problem());
            assertTrue(problem.matches("at byte \\d+: interrupted at \\d+ % of \\d+ bytes"), problem);
            assertThrows(IllegalStateException.class, () -> set.read(new Reading()));
        }
    }

    @Test
    void aFileThatShrinksWhileItIsReadIsDamaged() throws Exception {
        CaptureBytes capture = new CaptureBytes(LITTLE).pcapHeader(PcapRecords.MICROSECONDS, 65535, 1);
        for (int i = 0; i < 2000; i++) {
            capture.pcap(i, 0, 500, payload(500, i));
        }
        Path file = Path.of(file("shrinking", capture.bytes()));
        List<Long> seen = new ArrayList<>();
        PacketSink shrinking = new PacketSink() {
            @Override
            public void packet(
                    byte[] bytes, int offset, int captured, int wire, long time, int link, int capture, long n) {
                if (seen.isEmpty()) {
                    truncate(file);
                }
                seen.add(n);
            }

            @Override
            public void retire(Runnable release) {
                release.run();
            }
        };
        try (CaptureSet set = new CaptureSet(List.of(file.toString()), CaptureOptions.everything())) {
            CaptureOutcome outcome = set.read(shrinking).get(0);
            assertNotNull(outcome.damage());
            assertTrue(outcome.damage().cause().contains("the file shrank"), outcome.problem());
            assertTrue(seen.size() < 2000);
        }
    }

    private static void truncate(Path file) {
        try (var channel = java.nio.channels.FileChannel.open(file, java.nio.file.StandardOpenOption.WRITE)) {
            channel.truncate(0);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
