package dev.periplus.capture;

import static dev.periplus.capture.CaptureBytes.payload;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

class LongRecordsTest {
    private static final int LONG = 3 << 20;

    private static List<Long> numbers(Reading reading) {
        return reading.packets.stream().map(Reading.Seen::number).toList();
    }

    @Test
    void aLongPacketOfPcapngIsPassedOverAndCounted() {
        for (int length : new int[] {Records.MAX_PACKET + 1, LONG}) {
            CaptureBytes capture =
                    new CaptureBytes(ByteOrder.LITTLE_ENDIAN).section().describe(1, 0);
            capture.enhanced(0, 1, 40, payload(40, 1)).enhanced(0, 2, length, payload(length, 2));
            capture.simple(length, payload(length, 3)).obsolete(0, 3, length, payload(length, 3));
            capture.enhanced(0, 4, 41, payload(41, 4));
            for (int buffer : new int[] {64, 1 << 20}) {
                Reading reading = Reading.streamed(capture.bytes(), buffer);
                assertNull(reading.outcome().problem());
                assertEquals(List.of(1L, 5L), numbers(reading));
                assertEquals(3, reading.outcome().skipped());
            }
        }
    }

    @Test
    void aLongRecordOfPcapIsPassedOverIfARecordOrTheEndFollows() {
        CaptureBytes capture = new CaptureBytes(ByteOrder.BIG_ENDIAN).pcapHeader(0xa1b2c3d4, 65535, 1);
        capture.pcap(1, 1, 40, payload(40, 1))
                .pcap(2, 2, LONG, payload(LONG, 2))
                .pcap(3, 3, 40, payload(40, 3));
        capture.pcap(4, 4, LONG, payload(LONG, 2));
        Reading reading = Reading.streamed(capture.bytes(), 64);
        assertNull(reading.outcome().problem());
        assertEquals(List.of(1L, 3L), numbers(reading));
        assertEquals(2, reading.outcome().skipped());
    }

    @Test
    void aLongRecordOfPcapBeforeRubbishIsDamage() {
        CaptureBytes capture = new CaptureBytes(ByteOrder.BIG_ENDIAN).pcapHeader(0xa1b2c3d4, 65535, 1);
        capture.pcap(1, 1, 40, payload(40, 1))
                .pcap(2, 2, LONG, payload(LONG, 2))
                .put(payload(100, 77));
        Damage damage = Reading.streamed(capture.bytes(), 64).outcome().damage();
        assertNotNull(damage);
        assertEquals(24 + 56, damage.offset());
        assertEquals("the record claims " + LONG + " bytes", damage.cause());
    }

    @Test
    void aBlockThatIsPaddedButDoesNotSaySoIsRead() {
        for (ByteOrder order : List.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN)) {
            CaptureBytes capture = new CaptureBytes(order).section().describe(1, 0);
            for (int length = 41; length < 44; length++) {
                ByteBuffer block = ByteBuffer.allocate(32 + 44).order(order);
                block.putInt(6)
                        .putInt(32 + length)
                        .putInt(0)
                        .putInt(0)
                        .putInt(length)
                        .putInt(length)
                        .putInt(length);
                block.put(payload(length, 1)).position(28 + 44).putInt(32 + length);
                capture.put(block.array());
            }
            capture.block(0x0bad, payload(24, 9)).enhanced(0, 4, 41, payload(41, 4));
            Reading reading = Reading.streamed(capture.bytes(), 64);
            assertNull(reading.outcome().problem());
            assertEquals(
                    List.of(41, 42, 43, 41),
                    reading.data().stream().map(data -> data.length).toList());
        }
    }
}
