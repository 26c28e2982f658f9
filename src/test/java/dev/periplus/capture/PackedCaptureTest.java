package dev.periplus.capture;

import static dev.periplus.capture.CaptureBytes.gzip;
import static dev.periplus.capture.CaptureBytes.join;
import static dev.periplus.capture.CaptureBytes.payload;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.Zstd;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Captures compressed with gzip and zstd are recognised by their bytes. */
class PackedCaptureTest {
    private static final ByteOrder LITTLE = ByteOrder.LITTLE_ENDIAN;

    @TempDir
    Path folder;

    private static byte[] large(int packets) {
        CaptureBytes capture = new CaptureBytes(LITTLE).pcapHeader(PcapRecords.MICROSECONDS, 65535, 1);
        Random random = new Random(packets);
        for (int i = 0; i < packets; i++) {
            byte[] data = new byte[100];
            random.nextBytes(data);
            capture.pcap(i, 1, 100, data);
        }
        return capture.bytes();
    }

    private static List<Long> numbers(Reading reading) {
        return reading.packets.stream().map(Reading.Seen::number).toList();
    }

    @Test
    void readsBothFormatsInBothPackings() throws IOException {
        for (CaptureBytes sample : Samples.all().values()) {
            Reading plain = Reading.streamed(sample.bytes(), 4096);
            for (byte[] packed : new byte[][] {gzip(sample.bytes()), Zstd.compress(sample.bytes())}) {
                for (Reading reading :
                        new Reading[] {Reading.streamed(packed, 4096), Reading.written(folder.resolve("a.txt"), packed)
                        }) {
                    assertNull(reading.outcome().problem());
                    assertEquals(plain.times(), reading.times());
                    assertEquals(numbers(plain), numbers(reading));
                    String format = String.valueOf(reading.outcome().format());
                    assertTrue(format.startsWith(plain.outcome().format() + " in "), format);
                }
            }
        }
    }

    @Test
    void readsConcatenatedMembersAndFramesCutAnywhere() {
        byte[] whole = large(300);
        Reading plain = Reading.streamed(whole, 1 << 20);
        assertEquals(300, plain.packets.size());
        for (int cut : new int[] {1, 10, 24, 40, 1000, whole.length - 1}) {
            byte[] head = Arrays.copyOf(whole, cut);
            byte[] tail = Arrays.copyOfRange(whole, cut, whole.length);
            Reading members = Reading.streamed(join(gzip(head), gzip(new byte[0]), gzip(tail)), 4096);
            assertEquals(plain.times(), members.times());
            assertNull(members.outcome().problem());
            byte[] skippable = {0x5a, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3};
            Reading frames =
                    Reading.streamed(join(skippable, Zstd.compress(head), skippable, Zstd.compress(tail)), 4096);
            assertEquals(plain.times(), frames.times());
            assertNull(frames.outcome().problem());
        }
    }

    @Test
    void readsAGzipHeaderWithEveryField() {
        byte[] plain = Samples.pcap(LITTLE, PcapRecords.MICROSECONDS).bytes();
        byte[] packed = gzip(plain);
        packed[3] = 2 | 4 | 8 | 16;
        byte[] fields = {3, 0, 'x', 'y', 'z', 'n', 'a', 'm', 'e', 0, 'c', 0, 1, 2};
        byte[] named = join(Arrays.copyOf(packed, 10), fields, Arrays.copyOfRange(packed, 10, packed.length));
        Reading reading = Reading.streamed(named, 4096);
        assertEquals(5, reading.packets.size());
        assertNull(reading.outcome().problem());
    }

    @Test
    void passesOverZeroBytesAfterGzipButNamesOtherBytes() {
        byte[] packed = gzip(Samples.pcap(LITTLE, PcapRecords.MICROSECONDS).bytes());
        assertNull(Reading.streamed(join(packed, new byte[500]), 4096).outcome().problem());
        CaptureOutcome outcome =
                Reading.streamed(join(packed, payload(20, 3)), 4096).outcome();
        assertEquals(5, outcome.packets());
        assertEquals(
                "the data at byte " + packed.length + " of the file is not gzip",
                outcome.damage().cause());
    }

    @Test
    void readsUpToDamageInTheMiddleAndSaysWhereInTheUnpackedData() {
        byte[] whole = large(5000);
        for (byte[] packed : new byte[][] {gzip(whole), Zstd.compress(whole)}) {
            byte[] cut = Arrays.copyOf(packed, packed.length / 2);
            Reading reading = Reading.streamed(cut, 4096);
            int packets = reading.packets.size();
            assertTrue(packets > 1000 && packets < 4000, packets + " packets");
            Damage damage = reading.outcome().damage();
            assertNotNull(damage);
            assertTrue(damage.unpacked());
            assertEquals(24 + 116L * packets, damage.offset());
            assertTrue(damage.cause().contains("is truncated"), damage.cause());
            assertTrue(damage.sentence().contains("of the unpacked data"), damage.sentence());
        }
    }

    @Test
    void saysThatAChecksumIsWrongAfterDeliveringThePackets() {
        byte[] packed = gzip(large(50));
        packed[packed.length - 6] ^= 1;
        CaptureOutcome outcome = Reading.streamed(packed, 4096).outcome();
        assertEquals(50, outcome.packets());
        assertTrue(outcome.damage().cause().contains("checksum"), outcome.problem());
    }

    @Test
    void namesWhatIsInsideAForeignPackedFile() {
        byte[] text = "periplus of the Erythraean Sea".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        assertEquals(
                "not a capture; it looks like gzip of text",
                Reading.streamed(gzip(text), 4096).outcome().refused());
        assertEquals(
                "not a capture; it looks like zstd of text",
                Reading.streamed(Zstd.compress(text), 4096).outcome().refused());
        assertEquals(
                "not a capture; it looks like gzip of an empty file",
                Reading.streamed(gzip(new byte[0]), 4096).outcome().refused());
    }

    @Test
    void deliversTheSamePacketsWhateverTheBuffer() {
        byte[] whole = large(400);
        Reading plain = Reading.streamed(whole, 1 << 20);
        for (int buffer : new int[] {1, 17, 116, 117, 1000}) {
            for (byte[] bytes : new byte[][] {whole, gzip(whole), Zstd.compress(whole)}) {
                Reading reading = Reading.streamed(bytes, buffer);
                assertEquals(plain.packets.size(), reading.packets.size());
                for (int i = 0; i < plain.packets.size(); i++) {
                    assertArrayEquals(
                            plain.packets.get(i).bytes(), reading.packets.get(i).bytes());
                }
            }
        }
    }
}
