package dev.periplus.capture;

import static dev.periplus.capture.CaptureBytes.payload;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What pcapng captures say besides packets survives a copy. */
class RemarksTest {
    @TempDir
    Path folder;

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static CaptureBytes sample(ByteOrder order) {
        CaptureBytes capture = new CaptureBytes(order);
        byte[] comment = capture.option(1, text("seized at noon"));
        ByteBuffer section = ByteBuffer.allocate(16 + comment.length + 4).order(order);
        section.putInt(0x1a2b3c4d)
                .putShort((short) 1)
                .putShort((short) 0)
                .putLong(-1)
                .put(comment);
        capture.block(0x0a0d0d0a, section.array());
        byte[] flags = capture.option(2, ints(order, 0x1));
        byte[] name = capture.option(2, text("eth7"));
        capture.describe(
                1, 96, name, capture.longOption(8, 1_000_000_000L), capture.option(9, (byte) 6), capture.option(0));
        capture.describe(1, 0, capture.option(3, text("the other")), capture.option(0));
        byte[] host = ByteBuffer.allocate(24)
                .order(order)
                .putShort((short) 1)
                .putShort((short) 14)
                .put(new byte[] {10, 1, 2, 3})
                .put(text("host.test"))
                .array();
        capture.block(4, host);
        byte[] secrets = text("CLIENT_RANDOM 0102");
        capture.block(
                10,
                ByteBuffer.allocate(8 + 20)
                        .order(order)
                        .putInt(0x544c534b)
                        .putInt(18)
                        .put(secrets)
                        .array());
        capture.enhanced(
                0, 1_000_000, 40, payload(39, 1), capture.option(1, text("look here")), flags, capture.option(0));
        return capture.enhanced(1, 2_000_000, 40, payload(40, 2));
    }

    /** Two sections; the second has statistics, a custom block, and one that is not to be copied. */
    private static byte[] sections(ByteOrder order) {
        CaptureBytes capture = sample(order);
        byte[] comment = capture.option(1, text("after midnight"));
        byte[] head = ByteBuffer.allocate(16)
                .order(order)
                .putInt(0x1a2b3c4d)
                .putShort((short) 1)
                .putShort((short) 0)
                .putLong(-1)
                .array();
        capture.block(0x0a0d0d0a, join(head, comment, capture.option(0)));
        capture.describe(1, 64, capture.option(2, text("eth8")), capture.option(9, (byte) 6), capture.option(0));
        byte[] number = ints(order, 32473);
        capture.block(0xbad, join(number, text("kept")));
        capture.block(0x40000bad, join(number, text("left")));
        byte[] left = capture.option(19372, join(number, text("no copy")));
        capture.enhanced(0, 3_000_000, 40, payload(40, 3), capture.option(1, text("third")), left, capture.option(0));
        byte[] start =
                ByteBuffer.allocate(8).order(order).putInt(0).putInt(2_500_000).array();
        byte[] of = ByteBuffer.allocate(12)
                .order(order)
                .putInt(0)
                .putInt(0)
                .putInt(4_000_000)
                .array();
        return capture.block(5, join(of, capture.option(2, start), capture.longOption(4, 77), capture.option(0)))
                .bytes();
    }

    private static byte[] join(byte[]... parts) {
        ByteBuffer all = ByteBuffer.allocate(1 << 10);
        for (byte[] part : parts) {
            all.put(part);
        }
        return Arrays.copyOf(all.array(), all.position());
    }

    @Test
    void aCopyKeepsSectionsStatisticsAndCustomBlocks() throws IOException {
        for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
            Path file = Files.write(folder.resolve(order + "-two.pcapng"), sections(order));
            Path copy = folder.resolve(order + "-two-copy.pcapng");
            copy(List.of(file), copy);
            List<String> said = said(file);
            assertEquals(
                    List.of(
                            "section 01000e00" + hex(text("after midnight")) + "0000",
                            "2989 d97e0000" + hex(text("kept")),
                            "64 0200040065746838 01000500" + hex(text("third")) + "000000",
                            "statistics 4000000000 0200080000000000" + "00f90295" + "040008004d00000000000000"),
                    said.subList(4, 8),
                    order.toString());
            assertEquals(said.subList(4, 8), said(copy).subList(4, 8), order.toString());
            assertEquals(Reading.of(file).times(), Reading.of(copy).times());
        }
    }

    private static byte[] ints(ByteOrder order, int value) {
        return ByteBuffer.allocate(4).order(order).putInt(value).array();
    }

    /** Everything that a file says besides its packets, as lines. */
    private static List<String> said(Path file) {
        List<String> lines = new ArrayList<>();
        Remarks notes = new Remarks() {
            @Override
            public void packet(Remark remark) {
                lines.add(
                        remark.snapLength() + " " + hex(remark.interfaceOptions()) + " " + hex(remark.packetOptions()));
            }

            @Override
            public void block(int type, byte[] body) {
                lines.add(type + " " + hex(body));
            }

            @Override
            public void section(byte[] options) {
                lines.add("section " + hex(options));
            }

            @Override
            public void statistics(Object of, long nanos, byte[] options) {
                lines.add("statistics " + nanos + " " + hex(options));
            }
        };
        try (CaptureSet set = new CaptureSet(List.of(file.toString()), CaptureOptions.everything())) {
            set.remarks(notes);
            set.read((bytes, offset, captured, wire, time, link, capture, number) -> {});
        } catch (FilterException e) {
            throw new AssertionError(e);
        }
        lines.add(hex(SectionOptions.of(List.of(file.toString()))));
        return lines;
    }

    private static String hex(byte[] bytes) {
        return java.util.HexFormat.of().formatHex(bytes);
    }

    private void copy(List<Path> from, Path to) throws IOException {
        List<String> captures = from.stream().map(Path::toString).toList();
        try (PcapngWriter writer = new PcapngWriter(to, captures, 0, SectionOptions.of(captures));
                CaptureSet set = new CaptureSet(captures, CaptureOptions.everything())) {
            set.remarks(writer);
            set.read((bytes, offset, captured, wire, time, link, capture, number) -> {
                try {
                    writer.packet(bytes, offset, captured, wire, time, link, capture, null);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (FilterException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aCopySaysTheSameInEitherByteOrder() throws IOException {
        List<String> expected = null;
        for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
            Path file =
                    Files.write(folder.resolve(order + ".pcapng"), sample(order).bytes());
            Path copy = folder.resolve(order + "-copy.pcapng");
            copy(List.of(file), copy);
            List<String> said = said(file);
            assertEquals(5, said.size());
            expected = expected == null ? said : expected;
            assertEquals(expected, said, order.toString());
            List<String> copied = said(copy);
            // An interface without a name gets that of the file.
            assertEquals(said.subList(0, 3), copied.subList(0, 3));
            assertEquals(said.get(4), copied.get(4));
            assertEquals(Reading.of(file).times(), Reading.of(copy).times());
        }
        assertEquals("01000e00" + hex(text("seized at noon")) + "0000", expected.get(4));
    }

    @Test
    void aCopyOfSeveralKeepsTheInterfacesApart() throws IOException {
        Path one = Files.write(
                folder.resolve("one.pcapng"), sample(ByteOrder.LITTLE_ENDIAN).bytes());
        Path other = Files.write(
                folder.resolve("other.pcapng"), sample(ByteOrder.BIG_ENDIAN).bytes());
        Path plain = Files.write(
                folder.resolve("plain.pcap"),
                Samples.pcap(ByteOrder.LITTLE_ENDIAN, PcapRecords.MICROSECONDS).bytes());
        Path copy = folder.resolve("copy.pcapng");
        copy(List.of(one, other, plain), copy);
        List<String> said = said(copy);
        assertEquals(2, said.stream().filter(line -> line.startsWith("96 ")).count());
        assertEquals(2, said.stream().filter(line -> line.startsWith("10 ")).count());
        assertEquals(9, Reading.of(copy).packets.size());
        assertArrayEquals(payload(39, 1), Reading.of(copy).data().get(0));
    }

    @Test
    void optionsThatDoNotFitAreLeftOut() {
        byte[] options = {1, 0, 3, 0, 'a', 'b', 'c', 0, 1, 0, 90, 0, 'x', 0, 0, 0};
        assertEquals(
                "01000300" + "61626300",
                hex(PcapngOptions.copy(PcapngOptions.Of.SECTION, options, 0, options.length, true)));
    }
}
