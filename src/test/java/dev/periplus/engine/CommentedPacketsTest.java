package dev.periplus.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.capture.CaptureOptions;
import dev.periplus.capture.CaptureSet;
import dev.periplus.decode.Packet;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommentedPacketsTest {
    private static final long SECOND = 1_000_000_000L;
    private static final int ETHERNET = 1;

    @TempDir
    Path folder;

    /** A clock that stands until it is set. */
    private static final class Stopped extends Clock {
        private Instant now = Instant.ofEpochSecond(100);

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    private final Stopped clock = new Stopped();

    private Path file() {
        return folder.resolve("out.pcapng");
    }

    private List<Long> times() throws Exception {
        List<Long> times = new ArrayList<>();
        try (CaptureSet set = new CaptureSet(List.of(file().toString()), CaptureOptions.everything())) {
            set.read((bytes, offset, captured, wire, time, link, capture, number) -> times.add(time / SECOND));
        }
        return times;
    }

    private String text() throws Exception {
        return Files.readString(file(), StandardCharsets.ISO_8859_1);
    }

    @Test
    void aPacketTakesTheCommentThatCameWhileItWaited() throws Exception {
        try (CommentedPackets packets = new CommentedPackets(file(), List.of("eth0"), 0, 3 * SECOND, clock)) {
            packets.packet(new byte[60], 0, 60, 60, 100 * SECOND, ETHERNET, 0, 1);
            packets.packet(new byte[60], 0, 60, 60, 102 * SECOND, ETHERNET, 0, 2);
            packets.flush();
            assertEquals(List.of(), times());
            packets.comment(Packet.place(0, 1), "unknown");
            packets.comment(Packet.place(0, 1), "flow 1: ssh");
            clock.now = Instant.ofEpochSecond(103);
            packets.flush();
            assertEquals(List.of(100L), times());
            packets.comment(Packet.place(0, 1), "too late");
            packets.comment(Packet.place(7, 7), "of no packet");
        }
        assertEquals(List.of(100L, 102L), times());
        assertTrue(text().contains("flow 1: ssh"));
        assertFalse(text().contains("too late") || text().contains("unknown") || text().contains("of no"));
    }

    @Test
    void whatDoesNotFitGoesOnEarlyAndIsCounted() throws Exception {
        byte[] large = new byte[1 << 20];
        try (CommentedPackets packets = new CommentedPackets(file(), List.of("eth0"), 0, 3 * SECOND, clock)) {
            for (int i = 1; i <= 70; i++) {
                packets.packet(large, 0, large.length, large.length, 100 * SECOND, ETHERNET, 0, i);
            }
            assertTrue(packets.hurried() >= 6 && packets.hurried() < 10, packets.hurried() + " went on early");
        }
        assertEquals(70, times().size());
    }
}
