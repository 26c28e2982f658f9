package dev.periplus.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkloadsTest {
    private static final int LARGEST_RECORD = PcapWriter.RECORD + FrameBuilder.LARGEST;

    @TempDir
    private Path folder = Path.of("");

    private List<CapturedPacket> packets(String workload, String size) throws IOException {
        Path file = new Workloads(folder).file(workload, size);
        List<CapturedPacket> packets = new CaptureFolder(folder).packets().get(0);
        long bytes = PcapWriter.HEADER;
        for (CapturedPacket packet : packets) {
            bytes += PcapWriter.RECORD + packet.bytes().length;
        }
        assertEquals(Files.size(file), bytes, "every byte belongs to a packet that is read");
        return packets;
    }

    @ParameterizedTest
    @ValueSource(strings = {"mix", "bulk", "flood", "small"})
    void fillsAFileWithPacketsInOrderWithRightChecksums(String workload) throws IOException {
        List<CapturedPacket> packets = packets(workload, "2m");
        long size = Files.size(new CaptureFolder(folder).captures().get(0));
        long wanted = workload.equals("small") ? 100_000 : 2 << 20;
        assertTrue(size <= wanted && size > wanted - LARGEST_RECORD, size + " bytes");
        long before = Traffic.START;
        for (CapturedPacket packet : packets) {
            assertTrue(packet.time() >= before, "packet " + packet.number());
            before = packet.time();
            SumCheck.right(packet);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mix", "bulk", "flood"})
    void isTheSameEveryTime(String workload) throws IOException {
        Path once = new Workloads(folder.resolve("once")).file(workload, "1m");
        Path again = new Workloads(folder.resolve("again")).file(workload, "1m");
        assertEquals(-1, Files.mismatch(once, again));
    }

    @Test
    void isMadeOnce() throws IOException {
        Path file = new Workloads(folder).file("bulk", "1m");
        Files.writeString(file, "as it was");
        assertEquals(file, new Workloads(folder).file("bulk", "1m"));
        assertEquals("as it was", Files.readString(file));
    }

    @Test
    void bulkHasFewFlowsOfLargePackets() throws IOException {
        List<CapturedPacket> packets = packets("bulk", "8m");
        assertEquals(200, FlowCount.of(packets).flows());
        long full = packets.stream()
                .filter(packet -> packet.wire() == FrameBuilder.LARGEST)
                .count();
        assertTrue(full > packets.size() * 3 / 4, full + " of " + packets.size());
    }

    @Test
    void smallHasAFewFlows() throws IOException {
        assertEquals(20, FlowCount.of(packets("small", "1m")).flows());
    }

    @Test
    void floodHasSmallPacketsAndFlowsThatGrowWithIt() throws IOException {
        List<CapturedPacket> packets = packets("flood", "8m");
        packets.forEach(packet -> assertTrue(packet.wire() >= 64 && packet.wire() <= 100, packet.wire() + " bytes"));
        long clients = packets.stream().map(WorkloadsTest::client).distinct().count();
        FlowCount count = FlowCount.of(packets);
        assertEquals(clients, count.flows(), "each flow has a client of its own");
        int expected = (8 << 20) / 280;
        assertTrue(Math.abs(count.flows() - expected) < expected / 5, count.flows() + " flows");
        assertTrue(count.answered() > count.flows() / 2, count.answered() + " answered");
    }

    /** Returns whichever address is in 10.0.0.0/8. */
    private static int client(CapturedPacket packet) {
        ByteBuffer frame = ByteBuffer.wrap(packet.bytes());
        int source = frame.getInt(26);
        return source >>> 24 == 10 ? source : frame.getInt(30);
    }
}
