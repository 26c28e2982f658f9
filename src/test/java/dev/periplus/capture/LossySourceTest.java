package dev.periplus.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Captures replayed as if live, and the file written from them. */
class LossySourceTest {
    private static final Path CAPTURE = Path.of("captures", "everyday.pcapng");

    /** A capture of 2,515 packets, so that many rounds of it fill all buffers. */
    private static final Path LONG_CAPTURE = Path.of("captures", "framehawk-late.pcap");

    @TempDir
    Path folder;

    /** A sink that never releases a buffer. */
    private static final class Hoarder implements PacketSink {
        private final List<Runnable> held = new ArrayList<>();
        private int packets;
        private int told;

        @Override
        public void packet(
                byte[] bytes, int offset, int captured, int wire, long time, int link, int capture, long number) {
            packets++;
        }

        @Override
        public void retire(Runnable release) {
            held.add(release);
        }

        @Override
        public void idle(long time) {
            told++;
        }
    }

    private static PacedCaptures paced(Path capture, double speed, int rounds) throws FilterException {
        return new PacedCaptures(List.of(capture.toString()), CaptureOptions.everything(), speed, rounds);
    }

    @Test
    void allPacketsComeWithTheirNumbersWhereThereIsRoom() throws FilterException {
        Reading plain = Reading.of(CAPTURE);
        Reading live = new Reading();
        List<CaptureOutcome> outcomes = paced(CAPTURE, 0, 1).read(live);
        assertEquals(plain.packets.size(), live.packets.size());
        for (int i = 0; i < plain.packets.size(); i++) {
            Reading.Seen expected = plain.packets.get(i);
            Reading.Seen seen = live.packets.get(i);
            assertEquals(expected.number(), seen.number());
            assertEquals(expected.time(), seen.time());
            assertEquals(expected.wire(), seen.wire());
            assertEquals(List.of(bytes(expected)), List.of(bytes(seen)));
        }
        assertEquals(plain.packets.size(), outcomes.get(0).packets());
    }

    private static String bytes(Reading.Seen seen) {
        return java.util.HexFormat.of().formatHex(seen.bytes());
    }

    @Test
    void eachRoundBeginsAfterTheOneBefore() throws FilterException {
        Reading live = new Reading();
        paced(CAPTURE, 0, 3).read(live);
        int each = Reading.of(CAPTURE).packets.size();
        assertEquals(3 * each, live.packets.size());
        long before = live.packets.get(each - 1).time();
        assertTrue(live.packets.get(each).time() > before);
    }

    @Test
    void whatFindsNoRoomIsCounted() throws FilterException {
        Hoarder hoarder = new Hoarder();
        PacedCaptures source = paced(LONG_CAPTURE, 0, 600);
        source.read(hoarder);
        int packets = 600 * Reading.of(LONG_CAPTURE).packets.size();
        Drops drops = source.drops();
        assertEquals(packets, drops.received());
        assertTrue(drops.unbuffered() > 0, "nothing was dropped");
        assertEquals(packets, hoarder.packets + drops.unbuffered());
    }

    @Test
    void theSinkIsToldTheTimeWhileNothingComes() throws FilterException {
        Hoarder hoarder = new Hoarder();
        Reading plain = Reading.of(Path.of("captures", "ssh-on-3251.pcap"));
        double seconds = (plain.packets.get(plain.packets.size() - 1).time()
                        - plain.packets.get(0).time())
                / 1e9;
        paced(Path.of("captures", "ssh-on-3251.pcap"), Math.max(1, seconds / 0.5), 1)
                .read(hoarder);
        assertTrue(hoarder.told > 2, hoarder.told + " times in half a second");
    }

    @Test
    void aRecordingHoldsEveryPacketAsItWas() throws IOException, FilterException {
        Path file = folder.resolve("written.pcapng");
        Reading live = new Reading();
        List<String> names = List.of(CAPTURE.toString());
        try (PcapngWriter writer = new PcapngWriter(file, names, 65_535);
                Recording recording = new Recording(paced(CAPTURE, 0, 1), writer, 0)) {
            recording.read(live);
        }
        Reading written = Reading.of(file);
        assertEquals(live.packets.size(), written.packets.size());
        for (int i = 0; i < written.packets.size(); i++) {
            Reading.Seen expected = live.packets.get(i);
            Reading.Seen seen = written.packets.get(i);
            assertEquals(expected.time(), seen.time());
            assertEquals(expected.wire(), seen.wire());
            assertEquals(expected.linkType(), seen.linkType());
            assertEquals(bytes(expected), bytes(seen));
        }
        assertEquals(null, written.outcomes.get(0).problem());
    }
}
