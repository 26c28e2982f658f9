package dev.periplus.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.periplus.decode.Packet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StreamOrderTest {
    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private final byte[] file = FilesOf.program(20_000, random);

    private static Packet segment(byte[] stream, int sequence, int from, int to) {
        Packet packet = new Packet();
        packet.protocol = Packet.TCP;
        packet.bytes = stream;
        packet.tcpFlags = Packet.ACK;
        packet.tcpSequence = sequence + from & 0xffff_ffffL;
        packet.payloadOffset = from;
        packet.payloadCaptured = to - from;
        packet.payloadLength = to - from;
        return packet;
    }

    private List<Packet> segments(int sequence) {
        List<Packet> segments = new ArrayList<>();
        for (int at = 0; at < file.length; ) {
            int to = Math.min(file.length, at + 1 + random.nextInt(1400));
            segments.add(segment(file, sequence, at, to));
            at = to;
        }
        return segments;
    }

    @Test
    void everyOrderAndEveryCopyGivesTheSameFile() {
        for (int round = 0; round < 50; round++) {
            int sequence = round == 0 ? -5000 : random.nextInt();
            List<Packet> packets = segments(sequence);
            packets.addAll(segments(sequence));
            Collections.shuffle(packets, random);
            assertEquals(List.of(FilesOf.sha256(file)), hashes(packets, sequence), "seed " + seed);
        }
    }

    private List<String> hashes(List<Packet> packets, int sequence) {
        CarriedFiles found = new CarriedFiles(null);
        feed(found, packets, sequence);
        return found.kept().stream().map(one -> String.valueOf(one.sha256())).toList();
    }

    private static void feed(CarriedFiles found, List<Packet> packets, int sequence) {
        StreamOrder order = new StreamOrder(0, new RawFile(found, 0, ""), new HeldBytes(1 << 20));
        order.begin(sequence);
        packets.forEach(order::take);
        order.end(true);
    }

    @Test
    void aSegmentThatNeverComesIsAGapOfItsLength() {
        List<Packet> packets = segments(7);
        Packet lost = packets.remove(3);
        CarriedFiles found = new CarriedFiles(null);
        feed(found, packets, 7);
        CarriedFile file = found.kept().get(0);
        assertEquals(lost.payloadLength, file.missing());
        assertEquals(this.file.length, file.size());
        assertNull(file.sha256());
    }

    @Test
    void littleMemoryEndsTheWaitButLosesNoByteThatIsThere() {
        List<Packet> packets = segments(7);
        packets.remove(2);
        CarriedFiles found = new CarriedFiles(null);
        StreamOrder order = new StreamOrder(0, new RawFile(found, 0, ""), new HeldBytes(3000));
        order.begin(7);
        packets.forEach(order::take);
        order.end(true);
        assertEquals(file.length, found.kept().get(0).size());
    }

    @Test
    void theFirstCopyOfAByteWins() {
        byte[] other = file.clone();
        Arrays.fill(other, 3000, 4000, (byte) 'x');
        List<Packet> packets = segments(1);
        List<Packet> forged = new ArrayList<>();
        for (Packet packet : packets) {
            forged.add(packet);
            Packet copy = segment(other, 1, packet.payloadOffset, packet.payloadOffset + packet.payloadCaptured);
            forged.add(copy);
        }
        assertEquals(List.of(FilesOf.sha256(file)), hashes(forged, 1), "seed " + seed);
    }
}
