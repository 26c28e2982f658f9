package dev.periplus.detect;

import static dev.periplus.detect.DetectorInput.ascii;
import static dev.periplus.detect.DetectorInput.hex;
import static dev.periplus.detect.DetectorInput.inspect;
import static dev.periplus.detect.DetectorInput.join;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.classify.Detector.Next;
import dev.periplus.decode.Packet;
import dev.periplus.flow.ExchangeFixture;
import dev.periplus.flow.Flow;
import dev.periplus.flow.Role;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class HttpDetectorTest {
    private static final byte[] REQUEST = ascii("GET /hello.txt?a=b HTTP/1.1\r\nUser-Agent: curl/7.64.1\r\n"
            + "Host: www.example.com\r\nAccept-Language: en, mi\r\n\r\n");
    private static final byte[] REPLY =
            ascii("HTTP/1.1 200 OK\r\nServer: Apache\r\nContent-Length: 3\r\n" + "Content-Type: text/plain\r\n\r\nHi!");
    private static final byte[] PREFACE = ascii("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
    private static final byte[] SETTINGS = hex("00000c 04 00 00000000 0003 00000064 0004 0000ffff");

    private final HttpDetector detector = new HttpDetector();

    @Test
    void eitherSideAloneIsSureAndBothAreSurer() {
        assertTrue(inspect(detector, false, REQUEST, null).weight("http") >= 90);
        assertTrue(inspect(detector, false, null, REPLY).weight("http") >= 90);
        assertEquals(120, inspect(detector, false, REQUEST, REPLY).weight("http"));
        assertEquals(
                120, DetectorInput.inspectByteByByte(detector, REQUEST, REPLY).weight("http"));
    }

    @Test
    void headFieldsAreTold() {
        RecordingTrail trail = inspect(detector, false, REQUEST, REPLY);
        assertEquals("GET", trail.first("http.method"));
        assertEquals("/hello.txt?a=b", trail.first("http.uri"));
        assertEquals("www.example.com", trail.first("http.host"));
        assertEquals("curl/7.64.1", trail.first("http.user_agent"));
        assertEquals("200", trail.first("http.status"));
        assertEquals("Apache", trail.first("http.server"));
        assertEquals("text/plain", trail.first("http.content_type"));
        assertNull(trail.first("http.proxy"));
        assertEquals(trail.metadata, DetectorInput.inspectByteByByte(detector, REQUEST, REPLY).metadata);
    }

    @Test
    void unknownMethodIsHttpTooWithLess() {
        double known = inspect(detector, false, REQUEST, null).weight("http");
        double other = inspect(detector, false, ascii("FROBNICATE /x HTTP/1.1\r\n"), null)
                .weight("http");
        assertTrue(other > 70 && other < known, "weight " + other);
    }

    @Test
    void requestsToProxiesAreMarked() {
        RecordingTrail absolute = inspect(detector, false, ascii("GET http://a.example/ HTTP/1.0\r\n\r\n"), null);
        assertEquals("true", absolute.first("http.proxy"));
        RecordingTrail tunnel = inspect(detector, false, ascii("CONNECT A.example:443 HTTP/1.1\r\n\r\n"), null);
        assertEquals("a.example:443", tunnel.first("http.connect"));
        assertTrue(tunnel.weight("http") >= 90);
    }

    @Test
    void otherProtocolsOfTheSameStyleAreNot() {
        for (String line : List.of(
                "OPTIONS sip:bob@example.com SIP/2.0\r\n",
                "OPTIONS rtsp://example.com/ RTSP/1.0\r\n",
                "RTSP/1.0 200 OK\r\n",
                "ICY 200 OK\r\n",
                "REQMOD icap://example.com/ ICAP/1.0\r\n",
                "get / http/1.1\r\n",
                "FROB /\r\n",
                "GET key\r\n",
                "GET  HTTP/1.1\r\n",
                "HTTP/1.1 2OO OK\r\n",
                "HTTP/1.1 099 x\r\n",
                "GET /\0 HTTP/1.1\r\n")) {
            assertTrue(inspect(detector, false, ascii(line), null).found.isEmpty(), line);
        }
    }

    @Test
    void requestWithoutVersionCountsLess() {
        byte[] simple = ascii("GET /zeek.html\r\n");
        double alone = inspect(detector, false, simple, null).weight("http");
        assertTrue(alone > 40 && alone < 70);
        assertTrue(inspect(detector, false, simple, ascii("<html>\r\n")).weight("http") >= 70);
        assertEquals(alone, inspect(detector, false, simple, ascii("+OK\r\n")).weight("http"));
    }

    @Test
    void brokenRequestLeavesTheReplyToBeSeen() {
        assertTrue(
                inspect(detector, false, ascii("GET HTTP/1.1\r\n\r\n"), REPLY).weight("http") >= 90);
        assertTrue(inspect(detector, false, hex("160301"), REPLY).found.isEmpty(), "the client used another protocol");
    }

    @Test
    void sideWithoutItsBeginningDoesNotHideTheOther() {
        RecordingTrail trail = new RecordingTrail();
        ExchangeFixture exchange = new ExchangeFixture(false, Packet.TCP, Flow.Direction.UNKNOWN);
        assertEquals(Next.MORE, detector.inspect(exchange.server(ascii("middle of a body")), trail));
        detector.inspect(exchange.client(join(PREFACE, SETTINGS)), trail);
        assertTrue(trail.weight("http2") >= 90);
        ExchangeFixture neither = new ExchangeFixture(false, Packet.TCP, Flow.Direction.UNKNOWN);
        RecordingTrail silent = new RecordingTrail();
        assertEquals(Next.MORE, detector.inspect(neither.server(hex("ff01")), silent));
        assertEquals(Next.DONE, detector.inspect(neither.client(hex("ff01")), silent));
        assertTrue(silent.found.isEmpty());
    }

    @Test
    void emptyLinesBeforeARequestArePassedOver() {
        assertTrue(inspect(detector, false, join(ascii("\r\n"), REQUEST), null).weight("http") >= 90);
    }

    @Test
    void requestLineCutByTheCaptureCountsLess() {
        RecordingTrail trail = new RecordingTrail();
        byte[] cut = Arrays.copyOf(REQUEST, 14);
        detector.inspect(new ExchangeFixture(false).speak(Role.CLIENT, cut, REQUEST.length), trail);
        assertTrue(trail.weight("http") >= 40 && trail.weight("http") < 70);
        assertTrue(inspect(detector, false, cut, null).found.isEmpty(), "it may still grow");
    }

    @Test
    void laterMessageIsTriedWhereTheBeginningIsMissing() {
        RecordingTrail trail = new RecordingTrail();
        ExchangeFixture exchange = new ExchangeFixture(false, Packet.TCP, Flow.Direction.UNKNOWN);
        detector.inspect(exchange.server(REPLY), trail);
        assertEquals(Role.SERVER, exchange.speaker());
        assertTrue(trail.weight("http") >= 90);
        RecordingTrail reversed = new RecordingTrail();
        detector.inspect(new ExchangeFixture(false, Packet.TCP, Flow.Direction.UNKNOWN).client(REPLY), reversed);
        assertEquals(Role.CLIENT, reversed.server);
    }

    @Test
    void webSocketIsSureOnceTheServerSwitches() {
        byte[] ask = ascii("GET /chat HTTP/1.1\r\nHost: a\r\nUpgrade: WebSocket\r\nConnection: Upgrade\r\n\r\n");
        double asked = inspect(detector, false, ask, null).weight("websocket");
        assertTrue(asked > 40 && asked < 70);
        byte[] grant = ascii("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n");
        assertTrue(inspect(detector, false, ask, grant).weight("websocket") >= 90);
        assertTrue(inspect(detector, false, null, grant).weight("websocket") >= 90);
        assertTrue(inspect(detector, false, ask, REPLY).weight("websocket") < 0);
    }

    @Test
    void whatRunsInsideIsNamed() {
        assertUse("ipp", "POST /ipp HTTP/1.1\r\nContent-Type: application/ipp\r\n\r\n");
        assertUse("soap", "POST /s HTTP/1.1\r\nSOAPAction: \"urn:x\"\r\n\r\n");
        assertUse("soap", "POST /s HTTP/1.1\r\n\r\n<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\">");
        assertUse("webdav", "PROPFIND /d HTTP/1.1\r\nDepth: 1\r\n\r\n");
        assertUse("ms-rpch", "RPC_IN_DATA /rpc/rpcproxy.dll?a:593 HTTP/1.1\r\n\r\n");
        assertUse("json-rpc", "POST /api HTTP/1.1\r\n\r\n{\"jsonrpc\":\"2.0\",\"method\":\"x\",\"id\":1}");
        assertUse("hls", "HTTP/1.1 200 OK\r\nContent-Type: application/vnd.apple.mpegurl\r\n\r\n#EXTM3U\n");
        assertUse("elasticsearch", "HTTP/1.1 200 OK\r\nX-elastic-product: Elasticsearch\r\n\r\n");
        assertUse("etcd-http", "GET /raft/stream/msgapp HTTP/1.1\r\nX-Etcd-Cluster-ID: cdf818194e3a8c32\r\n\r\n");
        assertUse("doh", "POST /dns-query HTTP/1.1\r\nContent-Type: application/dns-message\r\n\r\n");
    }

    @Test
    void useMayComeWithTheBodyLater() {
        ExchangeFixture exchange = new ExchangeFixture(false);
        RecordingTrail trail = new RecordingTrail();
        detector.inspect(exchange.client(ascii("POST /api HTTP/1.1\r\nHost: a\r\n\r\n")), trail);
        Next next = detector.inspect(exchange.client(ascii("{\"jsonrpc\":\"2.0\"}")), trail);
        assertEquals(Next.MORE, next);
        assertTrue(trail.weight("json-rpc") >= 70);
        assertEquals(Next.DONE, detector.inspect(exchange.server(REPLY), trail));
    }

    @Test
    void http2IsKnownByItsPrefaceAndItsSettings() {
        RecordingTrail both = inspect(detector, false, join(PREFACE, SETTINGS), SETTINGS);
        assertTrue(both.weight("http2") >= 120);
        assertEquals(0, both.weight("http"));
        assertTrue(inspect(detector, false, PREFACE, null).weight("http2") >= 90);
        double settingsAlone = inspect(detector, false, null, SETTINGS).weight("http2");
        assertTrue(settingsAlone >= 40 && settingsAlone < 70);
        assertTrue(inspect(detector, false, null, hex("00000d 04 00 00000000 00"))
                .found
                .isEmpty());
        assertEquals(
                both.weight("http2"),
                DetectorInput.inspectByteByByte(detector, join(PREFACE, SETTINGS), SETTINGS)
                        .weight("http2"));
    }

    @Test
    void http2IsKnownByItsUpgrade() {
        byte[] ask = ascii("GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n");
        byte[] grant = ascii("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n");
        assertEquals(0, inspect(detector, false, ask, REPLY).weight("http2"));
        assertTrue(inspect(detector, false, ask, grant).weight("http2") >= 70);
    }

    @Test
    void onlyStreamsAreWanted() {
        assertTrue(detector.wants(Packet.TCP));
        assertFalse(detector.wants(Packet.UDP));
    }

    @Test
    void hostileBytesAreBorne() {
        DetectorInput.survivesEveryCut(detector, false, REQUEST, REPLY);
        DetectorInput.survivesEveryCut(detector, false, join(PREFACE, SETTINGS), SETTINGS);
        DetectorInput.survivesDamage(detector, false, REQUEST, REPLY);
        DetectorInput.survivesDamage(detector, false, join(PREFACE, SETTINGS), SETTINGS);
        DetectorInput.silentOnRandomBytes(detector);
    }

    @Test
    void headWithoutEndIsReadInBoundedSteps() {
        ExchangeFixture exchange = new ExchangeFixture(false);
        RecordingTrail trail = new RecordingTrail();
        detector.inspect(exchange.client(ascii("GET / HTTP/1.1\r\nHost: a\r\n")), trail);
        for (int i = 0; i < 40; i++) {
            detector.inspect(exchange.client(ascii("X: y\r\n".repeat(100))), trail);
        }
        assertEquals("a", trail.first("http.host"));
        assertEquals(1, trail.metadata.get("http.host").size());
    }

    private void assertUse(String label, String message) {
        boolean reply = message.startsWith("HTTP");
        RecordingTrail trail =
                inspect(detector, false, reply ? REQUEST : ascii(message), reply ? ascii(message) : null);
        assertTrue(trail.weight(label) >= 70, label + " in " + message);
        assertTrue(trail.weight("http") >= 90);
        assertEquals(0, inspect(detector, false, REQUEST, REPLY).weight(label));
    }
}
