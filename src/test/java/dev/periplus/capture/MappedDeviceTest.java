package dev.periplus.capture;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.capture.FilledBlocks.Frame;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class MappedDeviceTest {
    private static final int MANY = 1000;
    private static final long TIME = 1_700_000_000_123_456_789L;

    private final FilledBlocks blocks = new FilledBlocks(2);
    private final List<byte[]> packets = new ArrayList<>();
    private final List<Long> times = new ArrayList<>();
    private final Arrivals arrivals = new Arrivals((bytes, offset, captured, wire, time, link, capture, number) -> {
        packets.add(Arrays.copyOfRange(bytes, offset, offset + captured));
        times.add(time);
    });
    private final MappedDevice device = blocks.device();

    private static byte[] packet(int length, int filling) {
        byte[] packet = new byte[length];
        Arrays.fill(packet, (byte) filling);
        return packet;
    }

    @Test
    void readsPacketsInOrderWithTheirTimesAndGivesBlocksBack() {
        for (int round = 0; round < 5; round++) {
            blocks.pass(List.of(
                    new Frame(packet(60, 2 * round), TIME + round, false, -1),
                    new Frame(packet(1514, 2 * round + 1), TIME + round + 1, true, -1)));
            assertEquals(2, device.poll(MANY, arrivals));
            assertTrue(blocks.isFree(round % 2));
        }
        assertEquals(10, packets.size());
        for (int i = 0; i < 10; i++) {
            assertArrayEquals(packet(i % 2 == 0 ? 60 : 1514, i), packets.get(i));
            assertEquals(TIME + (i + 1) / 2, times.get(i));
        }
        assertEquals(0, device.poll(MANY, arrivals));
    }

    @Test
    void keepsABlockOfWhichPacketsAreLeft() {
        blocks.pass(List.of(
                new Frame(packet(60, 1), TIME, false, -1),
                new Frame(packet(60, 2), TIME, false, -1),
                new Frame(packet(60, 3), TIME, false, -1)));
        assertEquals(2, device.poll(2, arrivals));
        assertFalse(blocks.isFree(0));
        assertEquals(1, device.poll(2, arrivals));
        assertTrue(blocks.isFree(0));
    }

    @Test
    void passesOverAnEmptyBlock() {
        blocks.pass(List.of());
        blocks.pass(List.of(new Frame(packet(60, 7), TIME, false, -1)));
        assertEquals(1, device.poll(MANY, arrivals));
        assertArrayEquals(packet(60, 7), packets.get(0));
        assertTrue(blocks.isFree(0));
    }

    @Test
    void putsBackTheTagThatTheKernelTookOut() {
        byte[] untagged = HexFormat.of().parseHex("021122334455021122334456" + "0800" + "45000014");
        blocks.pass(List.of(new Frame(untagged, TIME, false, 0x20ab)));
        device.poll(MANY, arrivals);
        assertEquals(
                "021122334455021122334456" + "810020ab" + "0800" + "45000014",
                HexFormat.of().formatHex(packets.get(0)));
    }
}
