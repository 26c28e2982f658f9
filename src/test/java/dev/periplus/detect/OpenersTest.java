package dev.periplus.detect;

import static dev.periplus.detect.DetectorInput.ascii;
import static dev.periplus.detect.DetectorInput.hex;
import static dev.periplus.detect.DetectorInput.join;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.flow.ExchangeFixture;
import dev.periplus.flow.Inside;
import dev.periplus.flow.Opener;
import dev.periplus.flow.Role;
import dev.periplus.flow.Said;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What openers take out of a client's stream. */
class OpenersTest {
    private static final List<Supplier<Opener>> ALL = List.of(
            () -> new WebSocketFrames(false),
            () -> new WebSocketFrames(true),
            FramedMessages::new,
            TurnMessages::new,
            Interleaved.Frames::new);

    /** Returns the messages, or the stream as one, when the stream arrives in segments of this many bytes. */
    static List<String> opened(Opener opener, byte[] stream, int segment) {
        ExchangeFixture outer = new ExchangeFixture(false);
        Inside inside = new Inside(outer, 0, 0, opener);
        List<String> messages = new ArrayList<>();
        for (int at = 0; at < stream.length; at += segment) {
            outer.client(Arrays.copyOfRange(stream, at, Math.min(stream.length, at + segment)));
            while (inside.grow(outer, 0)) {
                if (opener.datagrams()) {
                    messages.add(text(inside.said(0)));
                }
            }
        }
        return opener.datagrams() ? messages : List.of(text(inside.said(0)));
    }

    private static String text(Said said) {
        return new String(said.bytes(), 0, said.length(), ISO_8859_1);
    }

    static void opens(Supplier<Opener> opener, byte[] stream, String... messages) {
        for (int segment : new int[] {1, 2, 7, stream.length}) {
            assertEquals(List.of(messages), opened(opener.get(), stream, segment), "segments of " + segment);
        }
    }

    @Test
    void webSocketFramesAreUnmaskedAndJoined() {
        byte[] stream = join(
                StreamFrames.masked(StreamFrames.BINARY, ascii("SSH-2.0-"), 0x01fe8237),
                StreamFrames.masked(9, ascii("ping"), 0x44332211),
                StreamFrames.webSocket(StreamFrames.TEXT, ascii("OpenSSH_9.6")),
                StreamFrames.webSocket(StreamFrames.BINARY, new byte[0]),
                StreamFrames.masked(StreamFrames.BINARY, ascii("\r\n" + "x".repeat(300)), -2));
        opens(() -> new WebSocketFrames(false), stream, "SSH-2.0-OpenSSH_9.6\r\n" + "x".repeat(300));
    }

    @Test
    void aFrameThatIsNoneEndsTheInside() {
        byte[] good = StreamFrames.webSocket(StreamFrames.BINARY, ascii("abc"));
        opens(() -> new WebSocketFrames(false), join(good, hex("8302"), ascii("de"), good), "abc");
        opens(() -> new WebSocketFrames(false), join(good, hex("c202"), ascii("de"), good), "abc");
        opens(() -> new WebSocketFrames(false), join(good, hex("89 7e 0200"), good), "abc");
        opens(() -> new WebSocketFrames(false), join(good, hex("82 7f ffffffffffffffff"), good), "abc");
    }

    @Test
    void framedMessagesComeOneByOneWithoutStun() {
        byte[] stream = join(
                StreamFrames.framed(StreamFrames.stun(1)),
                StreamFrames.framed(ascii("dtls one")),
                StreamFrames.framed(new byte[0]),
                StreamFrames.framed(StreamFrames.stun(0x101, StreamFrames.attribute(8, new byte[20]))),
                StreamFrames.framed(ascii("dtls two")));
        opens(FramedMessages::new, stream, "dtls one", "dtls two");
    }

    /** A frame of one byte, and a next one whose bytes would make the first a message of STUN. */
    @Test
    void aFrameIsJudgedByItsOwnBytes() {
        byte[] next = new byte[0x1300];
        System.arraycopy(hex("242112a442"), 0, next, 0, 5);
        byte[] stream = join(hex("0001 01"), StreamFrames.framed(next));
        opens(FramedMessages::new, stream, "\1", new String(next, ISO_8859_1));
    }

    @Test
    void channelDataAndIndicationsAreTakenOutOfTurn() {
        byte[] stream = join(
                StreamFrames.stun(3, StreamFrames.attribute(0x19, hex("11000000"))),
                StreamFrames.stun(
                        0x16,
                        StreamFrames.attribute(0x12, hex("0001 1234 0a000001")),
                        StreamFrames.attribute(0x13, ascii("check"))),
                StreamFrames.channel(0x4001, ascii("media")),
                StreamFrames.channel(0x4fff, ascii("more")));
        opens(TurnMessages::new, stream, "check", "media", "more");
        opens(TurnMessages::new, join(stream, ascii("GET / HTTP/1.1"), stream), "check", "media", "more");
    }

    @Test
    void framesAreTakenFromBetweenTheMessagesOfRtsp() {
        byte[] stream = join(
                ascii("RTSP/1.0 200 OK\r\nCSeq: 3\r\nContent-Length: 6\r\n\r\n$v=0\r\n"),
                StreamFrames.interleaved(0, ascii("first")),
                StreamFrames.interleaved(1, ascii("report")),
                ascii("RTSP/1.0 200 OK\r\nCSeq: 4\r\n\r\n"),
                StreamFrames.interleaved(0, ascii("second")));
        opens(Interleaved.Frames::new, stream, "first", "report", "second");
    }

    @Test
    void aMessageCutByTheCaptureKeepsItsSize() {
        ExchangeFixture outer = new ExchangeFixture(false);
        Inside inside = new Inside(outer, 0, 0, new FramedMessages());
        byte[] frame = StreamFrames.framed(new byte[200]);
        outer.speak(Role.CLIENT, Arrays.copyOf(frame, 50), frame.length);
        assertTrue(inside.grow(outer, 0));
        assertEquals(48, inside.said(0).length());
        assertEquals(200, inside.said(0).wireLength());
        assertTrue(inside.said(0).snapped());
    }

    @Test
    void decodedBytesKeepTheirPacketAndOthersTheirPlaceToo() {
        ExchangeFixture outer = new ExchangeFixture(false);
        Inside inside = new Inside(outer, 0, 0, new WebSocketFrames(false));
        outer.client(StreamFrames.masked(StreamFrames.BINARY, ascii("one"), 7));
        inside.grow(outer, 0);
        outer.server(StreamFrames.webSocket(StreamFrames.BINARY, ascii("two")));
        inside.grow(outer, 1);
        assertEquals(1, inside.said(0).packetOf(1));
        assertEquals(-1, inside.said(0).frameOffsetOf(1));
        assertEquals(2, inside.said(1).packetOf(1));
        assertEquals(ExchangeFixture.FRAME_OFFSET + 3, inside.said(1).frameOffsetOf(1));
    }

    @Test
    void noBytesMakeAnOpenerThrowOrGrowBeyondTheStream() {
        long seed = System.nanoTime();
        System.out.println("openers seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 20_000; round++) {
            byte[] stream = new byte[1 + random.nextInt(200)];
            random.nextBytes(stream);
            for (int at = 0; at < stream.length; at += 1 + random.nextInt(9)) {
                stream[at] = (byte) new int[] {0, 1, 5, 0x40, '$', '\r', '\n', 0x82, 0x84, 0xc2}[random.nextInt(10)];
            }
            for (Supplier<Opener> opener : ALL) {
                int whole = size(opened(opener.get(), stream, stream.length));
                assertEquals(size(opened(opener.get(), stream, 1 + random.nextInt(20))), whole, "seed " + seed);
                assertTrue(whole <= stream.length + 2 * Deflated.MOST, "seed " + seed);
            }
        }
    }

    private static int size(List<String> messages) {
        return messages.stream().mapToInt(String::length).sum();
    }
}
