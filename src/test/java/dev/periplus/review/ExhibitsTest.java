package dev.periplus.review;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.periplus.engine.RawPcap;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExhibitsTest {
    private final Exhibits exhibits = new Exhibits();

    @TempDir
    Path folder;

    private Path capture;

    @BeforeEach
    void write() throws Exception {
        capture = new RawPcap()
                .packet(1000, "SSH-2.0-a")
                .packet(2000, "SSH-2.0-b")
                .write(folder.resolve("moved.pcap"));
    }

    private void add(long packet, long offset, String bytes) {
        exhibits.exhibit("a.pcap", "C1", packet, offset, bytes.getBytes(StandardCharsets.US_ASCII), "ssh", "ssh");
    }

    private List<String> failed() throws Exception {
        List<String> failed = new ArrayList<>();
        exhibits.compare(path -> capture.toString(), failed::add);
        return failed;
    }

    @Test
    void bytesThatAreThereAreConfirmed() throws Exception {
        add(1, RawPcap.PAYLOAD, "SSH-2.0-a");
        add(2, RawPcap.PAYLOAD + 8, "b");
        add(2, RawPcap.PAYLOAD, "SSH");
        assertEquals(List.of(), failed());
        assertEquals(3, exhibits.confirmed());
        assertEquals(3, exhibits.count());
    }

    @Test
    void otherBytesFail() throws Exception {
        add(1, RawPcap.PAYLOAD + 8, "b");
        assertEquals(List.of("a.pcap, packet 1, byte 36, flow C1: bytes differ from 62"), failed());
        assertEquals(0, exhibits.confirmed());
    }

    @Test
    void bytesBeyondTheEndOfThePacketFail() throws Exception {
        add(1, RawPcap.PAYLOAD + 8, "a!");
        add(1, Long.MAX_VALUE, "a");
        assertEquals(2, failed().size());
    }

    @Test
    void aPacketThatIsNotThereFails() throws Exception {
        add(3, 0, "a");
        assertEquals(List.of("a.pcap, packet 3, flow C1: no such packet"), failed());
    }

    @Test
    void whyACaptureEndsEarlyIsSaidWithTheMissingPacket() throws Exception {
        byte[] whole = Files.readAllBytes(capture);
        Files.write(capture, java.util.Arrays.copyOf(whole, whole.length - 1));
        add(2, 0, "a");
        String only = failed().get(0);
        assertEquals(1, failed().size());
        assertEquals("a.pcap, packet 2, flow C1: no such packet; ", only.substring(0, 43));
    }

    @Test
    void bytesWithoutAPlaceAreCountedAndNotCompared() throws Exception {
        add(1, -1, "nowhere");
        assertEquals(List.of(), failed());
        assertEquals(1, exhibits.withoutPlace());
        assertEquals(1, exhibits.count());
    }

    @Test
    void evidenceWithoutAPacketOrBytesIsNoExhibit() {
        add(0, 1, "a");
        exhibits.exhibit("a.pcap", "C1", 1, 0, null, "ssh", "ssh");
        assertEquals(0, exhibits.count());
    }

    @Test
    void digestsAreKeptByCapture() {
        exhibits.digest("a.pcap", "00ff");
        assertEquals(Map.of("a.pcap", "00ff"), exhibits.digests());
    }
}
