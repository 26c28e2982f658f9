package dev.periplus.capture;

import static dev.periplus.capture.CaptureBytes.join;
import static dev.periplus.capture.CaptureBytes.payload;
import static dev.periplus.capture.Samples.SECOND;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PcapngRecordsTest {
    private static CaptureBytes capture(boolean little) {
        return new CaptureBytes(little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    }

    private static Reading read(CaptureBytes capture) {
        return Reading.streamed(capture.bytes(), 4096);
    }

    private static void assertDamage(CaptureBytes capture, int packets, long at, String cause) {
        Reading reading = read(capture);
        assertEquals(packets, reading.packets.size());
        assertEquals(new Damage(at, false, cause), reading.outcome().damage());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void readsEveryKindOfPacketBlock(boolean little) {
        CaptureBytes sample = Samples.pcapng(little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        Reading reading = read(sample);
        assertNull(reading.outcome().problem());
        assertEquals("pcapng", reading.outcome().format());
        long start = 1_600_000_000L * SECOND;
        assertEquals(List.of(start + 1000, start + 1000, start + 3000, start + 4), reading.times());
        for (int i = 0; i < 4; i++) {
            assertArrayEquals(payload(21 + i, i + 1), reading.packets.get(i).bytes());
            assertEquals(i + 1, reading.packets.get(i).number());
        }
        assertEquals(80, reading.packets.get(0).wire());
        assertEquals(List.of(1, 101), reading.outcome().linkTypes());
        assertEquals(9, reading.outcome().reportedDrops());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void keepsInterfacesOfASectionApart(boolean little) {
        CaptureBytes c = capture(little).section();
        c.describe(1, 0, c.option(9, (byte) 6), c.option(0));
        c.describe(
                113, 0, c.option(9, (byte) (0x80 | 10)), c.longOption(14, 1000), c.option(13, (byte) 4), c.option(0));
        c.describe(276, 0, c.option(9, (byte) 3));
        c.enhanced(2, 5, 1, payload(1, 1)).enhanced(0, 5, 1, payload(1, 1)).enhanced(1, 512, 1, payload(1, 1));
        Reading reading = read(c);
        assertEquals(List.of(5_000_000L, 5_000L, 1000 * SECOND + SECOND / 2), reading.times());
        assertEquals(List.of(276, 1, 113), reading.outcome().linkTypes());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void beginsAnewWithEachSection(boolean little) {
        CaptureBytes one = capture(little).section().describe(1, 0).enhanced(0, 1, 9, payload(9, 1));
        CaptureBytes other = capture(!little).section().describe(101, 0).enhanced(0, 2, 8, payload(8, 2));
        Reading reading = Reading.streamed(join(one.bytes(), other.bytes()), 4096);
        assertNull(reading.outcome().problem());
        assertEquals(List.of(1000L, 2000L), reading.times());
        assertEquals(List.of(1, 101), reading.outcome().linkTypes());
        CaptureBytes bare = capture(!little).section().enhanced(0, 2, 8, payload(8, 2));
        CaptureOutcome outcome =
                Reading.streamed(join(one.bytes(), bare.bytes()), 4096).outcome();
        assertEquals(
                "a packet of interface 0, which has no description",
                outcome.damage().cause());
        assertEquals(1, outcome.packets());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void cutsSimplePacketsAtTheSnapLengthOfTheirInterface(boolean little) {
        Reading reading = read(capture(little)
                .section()
                .describe(1, 16)
                .simple(1500, payload(16, 1))
                .simple(10, payload(10, 2)));
        assertNull(reading.outcome().problem());
        assertArrayEquals(payload(16, 1), reading.packets.get(0).bytes());
        assertEquals(1500, reading.packets.get(0).wire());
        assertArrayEquals(payload(10, 2), reading.packets.get(1).bytes());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void skipsUnknownBlocksOfAnySize(boolean little) {
        Reading reading = read(capture(little)
                .section()
                .block(0x8000_0001, payload(3 << 20, 1))
                .describe(1, 0)
                .block(4, payload(64, 1))
                .enhanced(0, 7, 9, payload(9, 1))
                .block(0xa, payload(0, 1)));
        assertNull(reading.outcome().problem());
        assertEquals(List.of(7000L), reading.times());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void clampsTimesThatDoNotFit(boolean little) {
        CaptureBytes c = capture(little).section();
        c.describe(1, 0, c.option(9, (byte) 0), c.longOption(14, Long.MAX_VALUE));
        c.describe(1, 0, c.longOption(14, Long.MIN_VALUE));
        c.enhanced(0, -1, 1, payload(1, 1)).enhanced(1, 1, 1, payload(1, 1));
        assertEquals(List.of(Long.MAX_VALUE, 0L), read(c).times());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void ignoresOptionsThatDoNotFit(boolean little) {
        CaptureBytes c = capture(little).section();
        byte[] tooLong = c.option(9, (byte) 9);
        tooLong[2] = (byte) 0x70;
        tooLong[3] = (byte) 0x70;
        c.describe(1, 0, tooLong).describe(1, 0, c.option(9, (byte) 9, (byte) 9), c.option(14, (byte) 1));
        c.enhanced(0, 1, 1, payload(1, 1)).enhanced(1, 2, 1, payload(1, 1));
        Reading reading = read(c);
        assertEquals(List.of(1000L, 2000L), reading.times());
        assertNull(reading.outcome().problem());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void addsUpDropsOfARunningCountOnce(boolean little) {
        CaptureBytes c = capture(little).section().describe(1, 0).describe(1, 0);
        c.statistics(0, 3, 2)
                .statistics(1, 1, 0)
                .statistics(0, 4, 2)
                .statistics(9, 1000, 0)
                .statistics(0, -1, 6);
        assertEquals(7, read(c).outcome().reportedDrops());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void stopsAtBadBlocksAndSaysWhere(boolean little) {
        CaptureBytes zeros = capture(little).section().describe(1, 0).enhanced(0, 1, 1, payload(1, 1));
        long at = zeros.bytes().length;
        assertDamage(zeros.put(new byte[64]), 1, at, "a block of type 0 claims 0 bytes");

        CaptureBytes packet = capture(little).section().describe(1, 0);
        at = packet.bytes().length;
        assertDamage(packet.block(6, new byte[4]), 0, at, "an enhanced packet block of 16 bytes");

        CaptureBytes alone = capture(little).section();
        at = alone.bytes().length;
        assertDamage(
                alone.simple(4, payload(4, 1)),
                0,
                at,
                "a simple packet block without a length or without an interface");

        byte[] end = capture(little)
                .section()
                .describe(1, 0)
                .enhanced(0, 1, 1, payload(1, 1))
                .bytes();
        end[end.length - 1] ^= 0x40;
        Reading reading = Reading.streamed(end, 4096);
        assertEquals(0, reading.packets.size());
        assertEquals(
                "a block of type 6 of 36 bytes says another length at its end",
                reading.outcome().damage().cause());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void doesNotReadAVersionItDoesNotKnow(boolean little) {
        byte[] bytes = capture(little).section().bytes();
        bytes[little ? 12 : 13] = 2;
        assertEquals(
                "at byte 0: a section of pcapng version 2",
                Reading.streamed(bytes, 4096).outcome().problem());
    }
}
