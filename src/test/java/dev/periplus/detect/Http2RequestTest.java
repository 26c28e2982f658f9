package dev.periplus.detect;

import static dev.periplus.detect.DetectorInput.ascii;
import static dev.periplus.detect.DetectorInput.hex;
import static dev.periplus.detect.DetectorInput.inspect;
import static dev.periplus.detect.DetectorInput.join;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.classify.Detector.Next;
import dev.periplus.flow.ExchangeFixture;
import dev.periplus.flow.Role;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class Http2RequestTest {
    private static final int SETTINGS = 4;
    private static final int HEADERS = 1;
    private static final int CONTINUATION = 9;
    private static final byte[] PREFACE = ascii("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
    private static final byte[] START = join(PREFACE, frame(SETTINGS, 0, 0, new byte[0]));
    private static final byte[] REPLY = frame(SETTINGS, 0, 0, hex("0003 00000064"));

    /** POST, http, /a.B/C, example.org, agent/1, application/grpc; names are in the static table. */
    private static final byte[] BLOCK = join(
            hex("83 86"),
            text("44", "/a.B/C"),
            text("41", "example.org"),
            text("7a", "agent/1"),
            text("5f", "application/grpc+proto"));

    private final HttpDetector detector = new HttpDetector();

    private static byte[] text(String index, String value) {
        return join(hex(index), new byte[] {(byte) value.length()}, ascii(value));
    }

    private static byte[] frame(int type, int flags, int stream, byte[] payload) {
        return join(
                TlsMessages.u24(payload.length),
                new byte[] {(byte) type, (byte) flags},
                QuicPackets.u32(stream),
                payload);
    }

    private static void assertTold(RecordingTrail trail) {
        assertEquals("POST", trail.first("http2.method"));
        assertEquals("example.org", trail.first("http2.host"));
        assertEquals("/a.B/C", trail.first("http2.uri"));
        assertEquals("agent/1", trail.first("http2.user_agent"));
        assertEquals("application/grpc+proto", trail.first("http2.content_type"));
    }

    @Test
    void theFirstRequestIsTold() {
        byte[] request = join(START, frame(HEADERS, 4, 1, BLOCK));
        assertTold(inspect(detector, false, request, REPLY));
        RecordingTrail bytes = DetectorInput.inspectByteByByte(detector, request, REPLY);
        assertTold(bytes);
        assertEquals(1, bytes.metadata.get("http2.uri").size());
    }

    @Test
    void paddingPriorityAndContinuationsAreUnderstood() {
        byte[] padded = join(hex("03 8000000010"), Arrays.copyOf(BLOCK, 20), new byte[3]);
        byte[] rest = Arrays.copyOfRange(BLOCK, 20, BLOCK.length);
        byte[] request = join(
                START,
                frame(8, 0, 0, hex("0000ffff")),
                frame(HEADERS, 0x28, 1, padded),
                frame(CONTINUATION, 0, 1, Arrays.copyOf(rest, 9)),
                frame(CONTINUATION, 4, 1, Arrays.copyOfRange(rest, 9, rest.length)));
        assertTold(inspect(detector, false, request, REPLY));
        assertTold(DetectorInput.inspectByteByByte(detector, request, REPLY));
    }

    @Test
    void theRequestMayComeAfterTheServersSettings() {
        ExchangeFixture exchange = new ExchangeFixture(false);
        RecordingTrail trail = new RecordingTrail();
        assertEquals(Next.MORE, detector.inspect(exchange.client(START), trail));
        assertEquals(Next.MORE, detector.inspect(exchange.server(REPLY), trail));
        assertEquals(Next.DONE, detector.inspect(exchange.client(frame(HEADERS, 4, 1, BLOCK)), trail));
        assertTold(trail);
    }

    @Test
    void theContentTypeOfGrpcAddsLittleWhereASignatureSeesItToo() {
        byte[] headers = frame(HEADERS, 4, 1, BLOCK);
        assertEquals(20, inspect(detector, false, join(START, headers), REPLY).weight("grpc"));
        byte[] large = frame(SETTINGS, 1, 0, new byte[0]);
        byte[] late = join(START, frame(8, 0, 0, new byte[1600]), large, headers);
        assertEquals(90, inspect(detector, false, late, REPLY).weight("grpc"));
        byte[] other = frame(HEADERS, 4, 1, text("5f", "application/json"));
        assertEquals(0, inspect(detector, false, join(START, other), REPLY).weight("grpc"));
    }

    @Test
    void thePathOfGrpcNamesTheService() {
        byte[] type = text("5f", "application/grpc");
        byte[] etcd = frame(HEADERS, 4, 1, join(hex("83 86"), text("44", "/etcdserverpb.KV/Range"), type));
        assertEquals(90, inspect(detector, false, join(START, etcd), REPLY).weight("etcd"));
        byte[] other = frame(HEADERS, 4, 1, join(hex("83 86"), text("44", "/shop.etcdserverpb.KV/Range"), type));
        assertEquals(0, inspect(detector, false, join(START, other), REPLY).weight("etcd"));
    }

    @Test
    void aBlockThatTheCaptureCutGivesWhatIsHere() {
        byte[] request = join(START, frame(HEADERS, 4, 1, BLOCK));
        ExchangeFixture exchange = new ExchangeFixture(false);
        RecordingTrail trail = new RecordingTrail();
        byte[] cut = Arrays.copyOf(request, request.length - 10);
        detector.inspect(exchange.speak(Role.CLIENT, cut, request.length), trail);
        assertEquals("example.org", trail.first("http2.host"));
        assertNull(trail.first("http2.content_type"));
    }

    @Test
    void framesThatCannotBeEndTheSearch() {
        byte[] even = join(START, frame(HEADERS, 4, 2, BLOCK));
        byte[] alone = join(START, frame(CONTINUATION, 4, 1, BLOCK));
        byte[] interrupted = join(START, frame(HEADERS, 0, 1, BLOCK), frame(SETTINGS, 0, 0, new byte[0]));
        for (byte[] request : new byte[][] {even, alone, interrupted}) {
            ExchangeFixture exchange = new ExchangeFixture(false);
            RecordingTrail trail = new RecordingTrail();
            detector.inspect(exchange.client(request), trail);
            assertEquals(Next.DONE, detector.inspect(exchange.server(REPLY), trail));
            assertNull(trail.first("http2.uri"));
            assertTrue(trail.weight("http2") >= 120);
        }
    }

    @Test
    void hostileBytesAreBorne() {
        byte[] request = join(START, frame(HEADERS, 0x2c, 1, join(hex("03 8000000010"), BLOCK, new byte[3])));
        DetectorInput.survivesEveryCut(detector, false, request, REPLY);
        DetectorInput.survivesDamage(detector, false, request, REPLY);
    }
}
