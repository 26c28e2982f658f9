package dev.periplus.capture;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pcap4j.core.NotOpenException;
import org.pcap4j.core.PcapHandle;
import org.pcap4j.core.PcapNativeException;
import org.pcap4j.core.Pcaps;

/** Compares the packets read here with those libpcap reads. */
class LibpcapAgreementTest {
    private static final ByteOrder[] ORDERS = {ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN};

    /** What libpcap 1.10 cannot read: interfaces with different settings, sections in different byte orders. */
    private static final Pattern LIMITS = Pattern.compile("different from|block size \\d+ > maximum");

    @TempDir
    Path folder;

    @BeforeEach
    void needsLibpcap() {
        assumeTrue(Libpcap.isThere(), "libpcap is not installed");
    }

    private static void assertAgrees(Path file) throws PcapNativeException, NotOpenException, TimeoutException {
        Reading reading = Reading.of(file);
        assertNull(reading.outcome().problem());
        List<Reading.Seen> ours = reading.packets;
        int count = 0;
        try (PcapHandle handle = Pcaps.openOffline(file.toString(), PcapHandle.TimestampPrecision.NANO)) {
            while (true) {
                byte[] bytes = handle.getNextRawPacketEx();
                Reading.Seen packet = ours.get(count++);
                assertEquals(LinkTypes.dlt(packet.linkType()), handle.getDlt().value());
                assertArrayEquals(bytes, packet.bytes());
                assertEquals(Math.max(handle.getOriginalLength(), bytes.length), packet.wire());
                Timestamp time = handle.getTimestamp();
                assertEquals(Math.floorDiv(time.getTime(), 1000L) * 1_000_000_000L + time.getNanos(), packet.time());
            }
        } catch (EOFException e) {
            assertEquals(count, ours.size(), file.toString());
        } catch (PcapNativeException e) {
            assertTrue(LIMITS.matcher(String.valueOf(e.getMessage())).find(), file + ": " + e.getMessage());
        }
    }

    @Test
    void readsRandomPcapFilesAsLibpcapDoes() throws Exception {
        long seed = System.nanoTime();
        System.out.println("LibpcapAgreementTest seed " + seed);
        Random random = new Random(seed);
        for (ByteOrder order : ORDERS) {
            for (int magic : new int[] {PcapRecords.MICROSECONDS, PcapRecords.NANOSECONDS, PcapRecords.MODIFIED}) {
                int snapLength = 262144;
                CaptureBytes capture =
                        new CaptureBytes(order).pcapHeader(magic, snapLength, random.nextInt(2) * 100 + 1);
                for (int i = 0; i < 50; i++) {
                    byte[] data = new byte[1 + random.nextInt(2000)];
                    random.nextBytes(data);
                    long seconds = random.nextInt(Integer.MAX_VALUE);
                    if (magic == PcapRecords.MODIFIED) {
                        capture.modifiedPcap(seconds, random.nextInt(1_000_000), data.length + 4, data);
                    } else {
                        capture.pcap(seconds, random.nextInt(1_000_000), data.length + random.nextInt(9), data);
                    }
                }
                assertAgrees(Files.write(folder.resolve("random.pcap"), capture.bytes()));
            }
        }
    }

    @Test
    void readsRandomPcapngFilesAsLibpcapDoes() throws Exception {
        long seed = System.nanoTime();
        System.out.println("LibpcapAgreementTest seed " + seed);
        Random random = new Random(seed);
        for (ByteOrder order : ORDERS) {
            for (int resolution : new int[] {3, 6, 9, 0x80 | 10, 0x80 | 20}) {
                CaptureBytes capture = new CaptureBytes(order).section();
                capture.describe(
                        1, 0, capture.option(9, (byte) resolution), capture.longOption(14, 77), capture.option(0));
                for (int i = 0; i < 50; i++) {
                    byte[] data = new byte[random.nextInt(2000)];
                    random.nextBytes(data);
                    long ticks = random.nextLong() >>> 24;
                    if (random.nextBoolean()) {
                        capture.enhanced(0, ticks, data.length + random.nextInt(9), data);
                    } else {
                        capture.obsolete(0, ticks, data.length, data);
                    }
                }
                assertAgrees(Files.write(folder.resolve("random.pcapng"), capture.bytes()));
            }
        }
    }

    @Test
    void readsTheExampleCapturesAsLibpcapDoes() throws Exception {
        for (Path file : examples()) {
            assertAgrees(file);
        }
    }

    private static List<Path> examples() throws IOException {
        Path folder = Path.of("captures");
        assumeTrue(Files.isDirectory(folder), "no folder of example captures");
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(
                            f -> f.toString().endsWith(".pcap") || f.toString().endsWith(".pcapng"))
                    .sorted()
                    .toList();
        }
    }
}
