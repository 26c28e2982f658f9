package dev.periplus.capture;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Captures are read from any of their records as from their beginning. */
class PacketStreamTest {
    /** A packet, and where the next record begins with which headers. */
    private record Read(String packet, long next, byte[] head) {}

    private static List<Read> read(PacketStream packets) {
        List<Read> all = new ArrayList<>();
        while (packets.next()) {
            byte[] bytes = Arrays.copyOfRange(packets.bytes(), packets.offset(), packets.offset() + packets.captured());
            String packet =
                    packets.time() + " " + packets.wire() + " " + packets.linkType() + " " + Arrays.hashCode(bytes);
            all.add(new Read(packet, packets.position(), packets.head()));
        }
        return all;
    }

    private static PacketStream from(byte[] file, byte[] head, long position) throws IOException {
        int at = (int) position;
        return PacketStream.open(head, new ByteArrayInputStream(file, at, file.length - at), position);
    }

    @ParameterizedTest
    @ValueSource(strings = {"captures/framehawk-xenapp.pcapng", "captures/hdx-audio.pcap", "captures/edt.pcapng"})
    void everyRecordCanBeTheFirst(String name) throws IOException {
        byte[] file = Files.readAllBytes(Path.of(name));
        checkAll(file);
    }

    /** Two captures in one file, as cat leaves them: the headers in force change. */
    @Test
    void headersThatFollowCountFromThereOn() throws IOException {
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.write(Files.readAllBytes(Path.of("captures/ssh-on-3251.pcap")));
        both.write(Files.readAllBytes(Path.of("captures/edt.pcapng")));
        both.write(Files.readAllBytes(Path.of("captures/lone-3248.pcap")));
        checkAll(both.toByteArray());
    }

    private static void checkAll(byte[] file) throws IOException {
        List<Read> all;
        try (PacketStream packets = PacketStream.open(new ByteArrayInputStream(file))) {
            packets.skipHead();
            assertTrue(packets.isDivisible());
            assertArrayEquals(Arrays.copyOf(file, (int) packets.position()), packets.head());
            all = read(packets);
            assertEquals(all.size(), packets.number());
        }
        assertTrue(all.size() > 40, "packets " + all.size());
        List<String> expected = all.stream().map(Read::packet).toList();
        for (int i = 0; i < all.size(); i += 1 + all.size() / 50) {
            Read before = all.get(i);
            try (PacketStream rest = from(file, before.head(), before.next())) {
                List<Read> read = read(rest);
                assertEquals(
                        expected.subList(i + 1, expected.size()),
                        read.stream().map(Read::packet).toList());
                assertEquals(all.get(all.size() - 1).next(), rest.position());
            }
        }
    }

    @Test
    void packedCapturesCannotBeDivided() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            Files.copy(Path.of("captures/ssh-on-3251.pcap"), out);
        }
        try (PacketStream packets = PacketStream.open(new ByteArrayInputStream(packed.toByteArray()))) {
            assertFalse(packets.isDivisible());
            assertEquals(89, read(packets).size());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"captures/framehawk-xenapp.pcapng", "captures/hdx-audio.pcap"})
    void recordsAreFoundFromTheMiddle(String name) throws IOException {
        byte[] file = Files.readAllBytes(Path.of(name));
        List<Read> all;
        byte[] head;
        try (PacketStream packets = PacketStream.open(new ByteArrayInputStream(file))) {
            all = read(packets);
            head = packets.head();
        }
        int right = 0;
        int tried = 0;
        for (int i = 0; i < all.size() - 1; i += 7) {
            int at = (int) all.get(i).next() + 3;
            byte[] rest = Arrays.copyOfRange(file, at, file.length);
            tried++;
            right += new RecordSearch(rest, rest.length, true).find(head)
                            == all.get(i + 1).next() - at
                    ? 1
                    : 0;
        }
        assertTrue(right > tried * 0.9, right + " of " + tried);
    }
}
