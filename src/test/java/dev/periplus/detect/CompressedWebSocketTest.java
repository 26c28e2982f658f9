package dev.periplus.detect;

import static dev.periplus.detect.DetectorInput.ascii;
import static dev.periplus.detect.DetectorInput.hex;
import static dev.periplus.detect.DetectorInput.join;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.flow.ExchangeFixture;
import dev.periplus.flow.Inside;
import dev.periplus.flow.Role;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;

/** Messages of permessage-deflate (RFC 7692) in WebSocket frames. */
class CompressedWebSocketTest {
    private static final String FIRST = "{\"type\":\"hello\",\"node\":\"pump-17\"} ";
    private static final String SECOND = "{\"type\":\"hello\",\"node\":\"pump-18\"} ";
    private static final String THIRD = "{\"type\":\"reading\",\"node\":\"pump-17\",\"bar\":4.1} ";

    /** One side's compressor, with one context for all messages or a new one for each. */
    private static final class Sender {
        private final Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        private final boolean takeover;

        Sender(boolean takeover) {
            this.takeover = takeover;
        }

        byte[] payload(byte[] plain) {
            if (!takeover) {
                deflater.reset();
            }
            deflater.setInput(plain);
            byte[] packed = new byte[plain.length + 1000];
            int length = deflater.deflate(packed, 0, packed.length, Deflater.SYNC_FLUSH);
            return Arrays.copyOf(packed, length - 4);
        }

        byte[] frame(String plain) {
            return first(StreamFrames.webSocket(StreamFrames.TEXT, payload(ascii(plain))), true);
        }
    }

    /** Marks a frame as the first of a compressed message. */
    private static byte[] first(byte[] frame, boolean last) {
        frame[0] |= 0x40;
        return last ? frame : unfinished(frame);
    }

    private static byte[] unfinished(byte[] frame) {
        frame[0] &= 0x7f;
        return frame;
    }

    private static void opens(byte[] stream, String plain) {
        OpenersTest.opens(() -> new WebSocketFrames(true), stream, plain);
    }

    private static String whole(byte[] stream) {
        return OpenersTest.opened(new WebSocketFrames(true), stream, stream.length)
                .get(0);
    }

    @Test
    void allMessagesAreInflatedWithContextTakeover() {
        Sender sender = new Sender(true);
        byte[] messages = join(sender.frame(FIRST), sender.frame(SECOND), sender.frame(THIRD), sender.frame(FIRST));
        opens(messages, FIRST + SECOND + THIRD + FIRST);
    }

    @Test
    void allMessagesAreInflatedWithoutContextTakeover() {
        Sender sender = new Sender(false);
        opens(join(sender.frame(FIRST), sender.frame(SECOND), sender.frame(FIRST)), FIRST + SECOND + FIRST);
    }

    @Test
    void eachSideHasAContextOfItsOwn() {
        Sender client = new Sender(true);
        Sender server = new Sender(false);
        ExchangeFixture outer = new ExchangeFixture(false);
        Inside inside = new Inside(outer, 0, 0, new WebSocketFrames(true));
        for (String plain : new String[] {FIRST, SECOND, THIRD}) {
            outer.client(first(StreamFrames.masked(StreamFrames.TEXT, client.payload(ascii(plain)), 0x5a1234c3), true));
            inside.grow(outer, 0);
            outer.server(server.frame(plain.toUpperCase(Locale.ROOT)));
            inside.grow(outer, 1);
        }
        String said = new String(inside.said(0).bytes(), 0, inside.said(0).length(), ISO_8859_1);
        String answered = new String(inside.said(1).bytes(), 0, inside.said(1).length(), ISO_8859_1);
        assertEquals(FIRST + SECOND + THIRD, said);
        assertEquals(said.toUpperCase(Locale.ROOT), answered);
        assertEquals(3, inside.said(1).messages());
    }

    @Test
    void plainMessagesAndControlFramesMayStandBetween() {
        Sender sender = new Sender(true);
        byte[] stream = join(
                StreamFrames.webSocket(StreamFrames.TEXT, ascii("[1] ")),
                sender.frame(FIRST),
                StreamFrames.webSocket(9, ascii("ping")),
                StreamFrames.webSocket(StreamFrames.TEXT, ascii("[2] ")),
                sender.frame(SECOND));
        opens(stream, "[1] " + FIRST + "[2] " + SECOND);
    }

    @Test
    void aMessageMayComeInSeveralFrames() {
        Sender sender = new Sender(true);
        byte[] one = sender.payload(ascii(FIRST));
        byte[] two = sender.payload(ascii(SECOND));
        byte[] stream = join(
                first(StreamFrames.masked(StreamFrames.TEXT, Arrays.copyOf(one, 3), 7), false),
                StreamFrames.masked(10, new byte[0], 9),
                unfinished(StreamFrames.masked(0, Arrays.copyOfRange(one, 3, 11), 0x11223344)),
                StreamFrames.masked(0, Arrays.copyOfRange(one, 11, one.length), -5),
                first(StreamFrames.webSocket(StreamFrames.TEXT, two), false),
                StreamFrames.webSocket(0, new byte[0]));
        opens(stream, FIRST + SECOND);
    }

    /** RFC 7692 section 7.2.3.4: a block that says it is the last, and an empty one behind it. */
    @Test
    void aMessageMayEndItsLastBlock() {
        byte[] hello = hex("f348cdc9c90700 00");
        byte[] frame = first(StreamFrames.webSocket(StreamFrames.TEXT, hello), true);
        opens(join(frame, frame), "HelloHello");
        byte[] shared = first(StreamFrames.webSocket(StreamFrames.TEXT, hex("f200110000")), true);
        opens(
                join(first(StreamFrames.webSocket(StreamFrames.TEXT, hex("f248cdc9c90700")), true), shared),
                "HelloHello");
    }

    @Test
    void littleIsInflatedOfABomb() {
        Sender sender = new Sender(true);
        byte[] bomb = first(StreamFrames.webSocket(StreamFrames.BINARY, sender.payload(new byte[10_000_000])), true);
        assertEquals(Deflated.MOST, whole(join(bomb, bomb)).length());
        byte[] tiny = first(StreamFrames.webSocket(StreamFrames.BINARY, hex("0300".repeat(8000))), true);
        assertEquals("", whole(tiny));
        byte[] empty = first(StreamFrames.webSocket(StreamFrames.BINARY, hex("00")), true);
        byte[] empties = new byte[empty.length * 1000];
        for (int i = 0; i < empties.length; i++) {
            empties[i] = empty[i % empty.length];
        }
        assertEquals("", whole(join(empties, new Sender(true).frame(FIRST))), "only so many messages");
    }

    @Test
    void memoryIsBounded() {
        ExchangeFixture outer = new ExchangeFixture(false);
        Inside inside = new Inside(outer, 0, 0, new WebSocketFrames(true));
        byte[] bomb = new Sender(true).payload(new byte[10_000_000]);
        outer.client(first(StreamFrames.webSocket(StreamFrames.BINARY, bomb), true));
        inside.grow(outer, 0);
        assertTrue(inside.bytes() >= Deflated.MOST, "the window counts");
        assertTrue(inside.bytes() <= 8 * Deflated.MOST, "" + inside.bytes());
    }

    @Test
    void damageEndsTheInside() {
        Sender sender = new Sender(true);
        byte[] damaged = first(StreamFrames.webSocket(StreamFrames.BINARY, hex("07ffffffff")), true);
        byte[] stream = join(sender.frame(FIRST), damaged, sender.frame(SECOND));
        opens(stream, FIRST);
        byte[] continued = StreamFrames.webSocket(0, ascii("x"));
        continued[0] |= 0x40;
        opens(join(new Sender(true).frame(FIRST), continued, new Sender(false).frame(SECOND)), FIRST);
    }

    @Test
    void whatACaptureCutsIsInflatedAsFarAsItIsThere() {
        byte[] frame = new Sender(true).frame(THIRD.repeat(3));
        ExchangeFixture outer = new ExchangeFixture(false);
        Inside inside = new Inside(outer, 0, 0, new WebSocketFrames(true));
        outer.speak(Role.CLIENT, Arrays.copyOf(frame, frame.length / 2), frame.length);
        assertTrue(inside.grow(outer, 0));
        String plain = new String(inside.said(0).bytes(), 0, inside.said(0).length(), ISO_8859_1);
        assertTrue(!plain.isEmpty() && THIRD.repeat(3).startsWith(plain), plain);
    }

    @Test
    void aMessageLongerThanTheStreamIsInflatedAsFarAsItIsKept() {
        byte[] random = new byte[40_000];
        new Random(7).nextBytes(random);
        byte[] frame = first(StreamFrames.webSocket(StreamFrames.BINARY, new Sender(true).payload(random)), true);
        String plain =
                OpenersTest.opened(new WebSocketFrames(true), frame, 1400).get(0);
        assertTrue(plain.length() > 15_000, "" + plain.length());
        assertEquals(new String(random, 0, plain.length(), ISO_8859_1), plain);
    }
}
