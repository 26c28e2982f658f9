package dev.periplus.capture;

import static dev.periplus.capture.CaptureBytes.payload;
import static dev.periplus.capture.Samples.SECOND;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

class PcapRecordsTest {
    private static final ByteOrder BIG = ByteOrder.BIG_ENDIAN;
    private static final ByteOrder LITTLE = ByteOrder.LITTLE_ENDIAN;

    private static Reading read(CaptureBytes capture) {
        return Reading.streamed(capture.bytes(), 4096);
    }

    @Test
    void readsMicrosecondsInBothByteOrders() {
        for (ByteOrder order : new ByteOrder[] {BIG, LITTLE}) {
            Reading reading = read(new CaptureBytes(order)
                    .pcapHeader(PcapRecords.MICROSECONDS, 65535, 1)
                    .pcap(1_700_000_000L, 123_456, 1500, payload(60, 5)));
            Reading.Seen packet = reading.packets.get(0);
            assertEquals(1_700_000_000L * SECOND + 123_456_000, packet.time());
            assertEquals(1500, packet.wire());
            assertEquals(1, packet.linkType());
            assertEquals(1, packet.number());
            assertArrayEquals(payload(60, 5), packet.bytes());
            assertEquals("pcap", reading.outcome().format());
            assertNull(reading.outcome().problem());
        }
    }

    @Test
    void readsNanosecondsInBothByteOrders() {
        for (ByteOrder order : new ByteOrder[] {BIG, LITTLE}) {
            Reading reading = read(new CaptureBytes(order)
                    .pcapHeader(PcapRecords.NANOSECONDS, 65535, 1)
                    .pcap(1_700_000_000L, 123_456_789, 60, payload(60, 5)));
            assertEquals(List.of(1_700_000_000L * SECOND + 123_456_789), reading.times());
        }
    }

    @Test
    void readsTheLongerRecordHeadersOfTheModifiedForm() {
        for (ByteOrder order : new ByteOrder[] {BIG, LITTLE}) {
            Reading reading = read(new CaptureBytes(order)
                    .pcapHeader(PcapRecords.MODIFIED, 65535, 1)
                    .modifiedPcap(1, 2, 60, payload(10, 1))
                    .modifiedPcap(3, 4, 61, payload(11, 2)));
            assertEquals(List.of(SECOND + 2000, 3 * SECOND + 4000), reading.times());
            assertArrayEquals(payload(11, 2), reading.packets.get(1).bytes());
        }
    }

    @Test
    void takesSecondsAsUnsigned() {
        Reading reading = read(new CaptureBytes(LITTLE)
                .pcapHeader(PcapRecords.MICROSECONDS, 65535, 1)
                .pcap(0xffff_ffffL, 0, 1, payload(1, 1)));
        assertEquals(List.of(0xffff_ffffL * SECOND), reading.times());
    }

    @Test
    void toleratesAFractionOfMoreThanASecond() {
        Reading reading = read(new CaptureBytes(LITTLE)
                .pcapHeader(PcapRecords.MICROSECONDS, 65535, 1)
                .pcap(10, 1_653_292, 1, payload(1, 1))
                .pcap(10, 0xffff_ffffL, 1, payload(1, 1)));
        assertEquals(List.of(11 * SECOND + 653_292_000, 10 * SECOND + 0xffff_ffffL * 1000), reading.times());
    }

    @Test
    void leavesOutTheBitsThatTellOfCheckSequences() {
        Reading reading = read(new CaptureBytes(LITTLE)
                .pcapHeader(PcapRecords.MICROSECONDS, 65535, 0x4400_0001)
                .pcap(1, 1, 1, payload(1, 1)));
        assertEquals(1, reading.packets.get(0).linkType());
        assertEquals(List.of(1), reading.outcome().linkTypes());
    }

    @Test
    void namesRawIpByItsOneNumber() {
        for (int number : new int[] {12, 14, 101}) {
            Reading reading = read(new CaptureBytes(BIG)
                    .pcapHeader(PcapRecords.MICROSECONDS, 65535, number)
                    .pcap(1, 1, 1, payload(1, 1)));
            assertEquals(101, reading.packets.get(0).linkType());
        }
    }

    @Test
    void readsAPacketLongerThanTheSnapLength() {
        Reading reading = read(new CaptureBytes(LITTLE)
                .pcapHeader(PcapRecords.MICROSECONDS, 96, 1)
                .pcap(1, 1, 200_000, payload(200_000, 1))
                .pcap(2, 1, 60, payload(60, 2)));
        assertArrayEquals(payload(200_000, 1), reading.packets.get(0).bytes());
        assertEquals(2, reading.packets.size());
    }

    @Test
    void readsUpToTheDeclaredSnapLengthAndNoLongerThanAMebibyte() {
        CaptureBytes capture = new CaptureBytes(LITTLE)
                .pcapHeader(PcapRecords.MICROSECONDS, Integer.MAX_VALUE, 1)
                .pcap(1, 1, 1 << 20, payload(1 << 20, 1));
        int at = capture.bytes().length;
        Reading reading = read(capture.pcap(2, 1, 1, payload((1 << 20) + 1, 2)));
        assertEquals(1, reading.packets.size());
        assertEquals(1, reading.outcome().skipped());
        reading = read(capture.put(new byte[16]));
        assertEquals(
                new Damage(at, false, "the record claims 1048577 bytes"),
                reading.outcome().damage());
    }

    @Test
    void saysWhereARecordClaimsTooMuch() {
        CaptureBytes capture = Samples.pcap(LITTLE, PcapRecords.MICROSECONDS);
        int at = capture.bytes().length;
        Reading reading = read(capture.put(new byte[8])
                .put((byte) -1, (byte) -1, (byte) -1, (byte) -1)
                .put(new byte[4]));
        assertEquals(5, reading.packets.size());
        assertEquals(
                "at byte " + at + ": the record claims 4294967295 bytes",
                reading.outcome().problem());
    }

    @Test
    void takesZeroBytesForDamageAndNotForPackets() {
        Reading reading = read(Samples.pcap(LITTLE, PcapRecords.MICROSECONDS).put(new byte[4096]));
        assertEquals(5, reading.packets.size());
        assertNotNull(reading.outcome().damage());
        assertEquals(
                "zero bytes instead of a record", reading.outcome().damage().cause());
    }

    @Test
    void givesAWireLengthOfAtLeastWhatWasCaptured() {
        Reading reading = read(new CaptureBytes(LITTLE)
                .pcapHeader(PcapRecords.MICROSECONDS, 65535, 1)
                .pcap(1, 1, 10, payload(60, 1))
                .pcap(1, 1, -1, payload(60, 1)));
        assertEquals(60, reading.packets.get(0).wire());
        assertEquals(Integer.MAX_VALUE, reading.packets.get(1).wire());
    }

    @Test
    void readsLengthsInTheOrderOfVersionsBeforeTwoThree() {
        byte[] bytes = new CaptureBytes(LITTLE)
                .pcapHeader(PcapRecords.MICROSECONDS, 65535, 1)
                .pcap(1, 1, 4, payload(60, 1))
                .bytes();
        byte[] traded = bytes.clone();
        traded[6] = 2;
        System.arraycopy(bytes, 24 + 8, traded, 24 + 12, 4);
        System.arraycopy(bytes, 24 + 12, traded, 24 + 8, 4);
        Reading reading = Reading.streamed(traded, 4096);
        assertArrayEquals(payload(60, 1), reading.packets.get(0).bytes());
        assertNull(reading.outcome().problem());
    }

    @Test
    void countsWhatItHandsOver() {
        CaptureOutcome outcome =
                read(Samples.pcap(BIG, PcapRecords.MICROSECONDS)).outcome();
        assertEquals(5, outcome.packets());
        assertEquals(20 + 23 + 26 + 29, outcome.bytes());
        assertEquals(60 + 61 + 62 + 63, outcome.wireBytes());
        assertEquals(1_600_000_000L * SECOND + 1_000_000, outcome.firstTime());
        assertEquals(1_600_000_009L * SECOND, outcome.lastTime());
    }

    @Test
    void aHeaderAloneIsACaptureWithoutPackets() {
        CaptureOutcome outcome = read(new CaptureBytes(BIG).pcapHeader(PcapRecords.MICROSECONDS, 65535, 1))
                .outcome();
        assertEquals(0, outcome.packets());
        assertEquals("pcap", outcome.format());
        assertNull(outcome.problem());
        assertTrue(outcome.linkTypes().isEmpty());
    }
}
