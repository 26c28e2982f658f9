package dev.periplus.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Cuts every capture in {@code captures/} at every border of a record or block, and one byte before it. */
class BlockBordersTest {
    private static final int PCAP_HEADER = 24;
    private static final int SECTION = 0x0a0d0d0a;

    @TempDir
    Path folder;

    static Stream<Path> captures() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("captures"))) {
            return files.filter(file -> file.toString().matches(".*\\.pcap(ng)?")).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("captures")
    void whatPrecedesTheCutIsReadWhole(Path capture) throws Exception {
        byte[] bytes = Files.readAllBytes(capture);
        List<Integer> borders = borders(bytes);
        assertTrue(borders.size() > 2);
        Path cut = folder.resolve("cut");
        Files.write(cut, bytes);
        long whole = read(cut).packets();
        long later = whole;
        try (FileChannel file = FileChannel.open(cut, StandardOpenOption.WRITE)) {
            for (int i = borders.size() - 1; i >= 0; i--) {
                file.truncate(borders.get(i));
                CaptureOutcome atBorder = read(cut);
                assertNull(atBorder.damage(), capture + " cut at " + borders.get(i));
                assertTrue(atBorder.packets() <= later && atBorder.packets() >= later - 1);
                later = atBorder.packets();
                file.truncate(borders.get(i) - 1L);
                CaptureOutcome before = read(cut);
                assertTrue(before.problem() != null, capture + " cut at " + (borders.get(i) - 1));
                assertTrue(before.packets() <= later);
            }
        }
        assertEquals(0, later);
    }

    private static CaptureOutcome read(Path file) throws FilterException {
        try (CaptureSet set = new CaptureSet(List.of(file.toString()), CaptureOptions.everything())) {
            return set.read(new PacketSink() {
                        @Override
                        public void packet(
                                byte[] bytes, int offset, int captured, int wire, long time, int link, int c, long n) {
                            assertTrue(offset >= 0 && captured >= 0 && offset + captured <= bytes.length);
                        }

                        @Override
                        public void retire(Runnable release) {
                            release.run();
                        }
                    })
                    .get(0);
        }
    }

    /** Offsets at which the file header and each record or block end. */
    private static List<Integer> borders(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        List<Integer> borders = new ArrayList<>();
        if (buffer.getInt(0) == SECTION) {
            for (int at = 0; at + 12 <= bytes.length; ) {
                if (buffer.order(ByteOrder.BIG_ENDIAN).getInt(at) == SECTION) {
                    boolean big = buffer.getInt(at + 8) == 0x1a2b3c4d;
                    buffer.order(big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
                } else {
                    buffer.order(orderOf(bytes, at));
                }
                at += buffer.getInt(at + 4);
                borders.add(at);
            }
            return borders;
        }
        int magic = buffer.getInt(0);
        buffer.order(magic == 0xa1b2c3d4 || magic == 0xa1b23c4d ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        for (int at = PCAP_HEADER; at <= bytes.length; at += 16 + buffer.getInt(at + 8)) {
            borders.add(at);
            if (at == bytes.length) {
                break;
            }
        }
        return borders;
    }

    /** The byte order of a block: that of the last section header before it. */
    private static ByteOrder orderOf(byte[] bytes, int before) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        for (int at = before - 4; at >= 0; at -= 4) {
            if (buffer.getInt(at) == SECTION
                    && (buffer.getInt(at + 8) == 0x1a2b3c4d || buffer.getInt(at + 8) == 0x4d3c2b1a)) {
                return buffer.getInt(at + 8) == 0x1a2b3c4d ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
            }
        }
        return ByteOrder.BIG_ENDIAN;
    }
}
