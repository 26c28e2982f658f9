package dev.periplus.capture;

import static dev.periplus.capture.CaptureBytes.gzip;
import static dev.periplus.capture.CaptureBytes.joined;
import static dev.periplus.capture.CaptureBytes.payload;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.Zstd;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class AppendedCapturesTest {
    private static List<byte[]> samples() {
        return Samples.all().values().stream().map(CaptureBytes::bytes).toList();
    }

    @Test
    void captureBehindCaptureIsReadWithItsOwnHeader() {
        for (byte[] one : samples()) {
            for (byte[] other : samples()) {
                for (int buffer : new int[] {64, 1 << 20}) {
                    Reading first = Reading.streamed(one, buffer);
                    Reading second = Reading.streamed(other, buffer);
                    Reading both = Reading.streamed(joined(one, other), buffer);
                    List<Long> times = new ArrayList<>(first.times());
                    times.addAll(second.times());
                    assertNull(both.outcome().problem());
                    assertEquals(times, both.times());
                    assertEquals(
                            first.outcome().reportedDrops() + second.outcome().reportedDrops(),
                            both.outcome().reportedDrops());
                    assertEquals(
                            LongStream.rangeClosed(1, times.size()).boxed().toList(),
                            both.packets.stream().map(Reading.Seen::number).toList());
                }
            }
        }
    }

    @Test
    void packedCapturesAreReadOnToo() {
        byte[] one =
                Samples.pcap(ByteOrder.LITTLE_ENDIAN, PcapRecords.MICROSECONDS).bytes();
        byte[] other =
                Samples.pcap(ByteOrder.BIG_ENDIAN, PcapRecords.NANOSECONDS).bytes();
        int count = 2 * Reading.streamed(one, 64).packets.size();
        assertEquals(
                count, Reading.streamed(gzip(joined(one, other)), 64).packets.size());
        assertEquals(
                count,
                Reading.streamed(joined(gzip(one), gzip(other)), 64).packets.size());
        assertEquals(
                count,
                Reading.streamed(Zstd.compress(joined(one, other)), 64).packets.size());
        assertEquals(
                count,
                Reading.streamed(joined(Zstd.compress(one), Zstd.compress(other)), 64)
                        .packets
                        .size());
    }

    @Test
    void aPacketOfTheTimeThatAMagicSpellsIsAPacket() {
        for (int magic : new int[] {0xa1b2c3d4, 0xa1b23c4d, 0x0a0d0d0a}) {
            CaptureBytes capture = new CaptureBytes(ByteOrder.BIG_ENDIAN).pcapHeader(0xa1b2c3d4, 65535, 1);
            capture.pcap(magic & 0xffffffffL, 1, 40, payload(40, 1)).pcap(magic & 0xffffffffL, 2, 40, payload(40, 2));
            assertEquals(2, Reading.streamed(capture.bytes(), 64).packets.size());
        }
    }

    @Test
    void thousandsOfHeadersWithoutPacketsAreRead() {
        byte[] header = new CaptureBytes(ByteOrder.BIG_ENDIAN)
                .pcapHeader(0xa1b2c3d4, 65535, 1)
                .bytes();
        CaptureBytes many = new CaptureBytes(ByteOrder.BIG_ENDIAN);
        for (int i = 0; i < 20_000; i++) {
            many.put(header);
        }
        Reading reading = Reading.streamed(many.pcap(1, 1, 40, payload(40, 1)).bytes(), 4096);
        assertEquals(1, reading.packets.size());
    }

    @Test
    void aHeaderThatIsCutIsDamage() {
        byte[] one = Samples.pcapng(ByteOrder.LITTLE_ENDIAN).bytes();
        Reading reading =
                Reading.streamed(joined(one, new byte[] {(byte) 0xd4, (byte) 0xc3, (byte) 0xb2, (byte) 0xa1}), 64);
        assertTrue(reading.outcome().problem() != null);
    }
}
