package dev.periplus.detect;

import static dev.periplus.detect.DetectorInput.ascii;
import static dev.periplus.detect.DetectorInput.hex;
import static dev.periplus.detect.DetectorInput.join;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.answer.Layer;
import dev.periplus.classify.ClassifierFixture;
import dev.periplus.classify.Conversation;
import dev.periplus.classify.Conversation.Turn;
import dev.periplus.classify.Layers;
import dev.periplus.classify.Verdicts;
import dev.periplus.classify.Weighing;
import dev.periplus.decode.Packet;
import dev.periplus.engine.Knowledge;
import dev.periplus.rule.RuleSet;
import dev.periplus.rulefile.InvalidRulesException;
import dev.periplus.rulefile.RuleFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Streams in streams, from packets to the list of protocols, with all rules. */
class NestedStreamsTest {
    private static final RuleSet RULES = load();
    private static final String CLIENT_BANNER = "SSH-2.0-OpenSSH_9.2\r\n";
    private static final String SERVER_BANNER = "SSH-2.0-OpenSSH_9.6\r\n";
    private static final int MASK = 0x37fa213d;

    private final List<Turn> turns = new ArrayList<>();
    private ClassifierFixture.Heard heard;
    private List<Layer> inside;

    private static RuleSet load() {
        try {
            return RuleFolder.read(
                    Path.of("rules"),
                    folder -> Knowledge.ruleLoader().add(folder).load());
        } catch (InvalidRulesException e) {
            throw new AssertionError(e.errors().toString(), e);
        }
    }

    private NestedStreamsTest client(byte[] bytes) {
        turns.add(new Turn(true, bytes));
        return this;
    }

    private NestedStreamsTest server(byte[] bytes) {
        turns.add(new Turn(false, bytes));
        return this;
    }

    /** Returns the protocols of the conversation so far, the outermost first. */
    private List<String> protocols() {
        heard = new ClassifierFixture(RULES).hear(new Conversation(Packet.TCP, turns), 40_000, 3251);
        Weighing weighing = new Weighing(RULES);
        inside = new Verdicts(weighing).inside(heard.flow(), heard.result());
        return new Layers(RULES, weighing)
                .protocols(
                        heard.flow(),
                        heard.verdict(),
                        heard.result().evidence(),
                        inside,
                        heard.result().metadata());
    }

    private List<String> metadata(String group, String key) {
        return heard.result().metadata().values(group, key);
    }

    private NestedStreamsTest webSocket(String request, String reply) {
        return client(StreamFrames.upgradeRequest(request)).server(StreamFrames.upgradeReply(reply));
    }

    @Test
    void sshIsFoundInWebSocketFrames() {
        webSocket("", "").server(StreamFrames.webSocket(StreamFrames.BINARY, ascii(SERVER_BANNER)));
        client(StreamFrames.masked(StreamFrames.BINARY, ascii(CLIENT_BANNER), MASK));
        assertEquals(List.of("http", "websocket", "ssh"), protocols());
        assertEquals(List.of("SSH-2.0-OpenSSH_9.2"), metadata("ssh", "client"));
        assertEquals(5, inside.get(0).evidence().get(0).packet());
    }

    @Test
    void aWebSocketMayBeGrantedAtTheSecondRequest() {
        client(StreamFrames.upgradeRequest("")).server(ascii("HTTP/1.1 401 No\r\nContent-Length: 3\r\n\r\nno!"));
        webSocket("Sec-WebSocket-Protocol: v1\r\n", "Sec-WebSocket-Protocol: v1\r\n");
        server(StreamFrames.webSocket(StreamFrames.BINARY, ascii(SERVER_BANNER)));
        assertEquals(List.of("http", "websocket", "ssh"), protocols());
        assertEquals(List.of("401", "101"), metadata("http", "status"));
        assertEquals(List.of("v1"), metadata("websocket", "protocol"));
    }

    @Test
    void sshOfAnotherNameIsFoundToo() {
        webSocket("Sec-WebSocket-Protocol: chisel-v3\r\n", "Sec-WebSocket-Protocol: chisel-v3\r\n");
        server(StreamFrames.webSocket(StreamFrames.BINARY, ascii("SSH-chisel-v3-server\r\n")));
        client(StreamFrames.masked(StreamFrames.BINARY, ascii("SSH-chisel-v3-client\r\n"), MASK));
        assertEquals(List.of("http", "websocket", "ssh"), protocols());
        assertEquals(List.of("chisel-v3"), metadata("websocket", "protocol"));
    }

    @Test
    void anMqttPacketMayBeSplitOverFrames() {
        byte[] connect = join(hex("10150004"), ascii("MQTT"), hex("0502003c000008"), ascii("client-1"));
        webSocket("Sec-WebSocket-Protocol: mqttv3.1, mqtt\r\n", "Sec-WebSocket-Protocol: mqtt\r\n");
        client(StreamFrames.masked(StreamFrames.BINARY, new byte[] {connect[0]}, 5));
        client(StreamFrames.masked(StreamFrames.BINARY, Arrays.copyOfRange(connect, 1, connect.length), MASK));
        server(StreamFrames.webSocket(StreamFrames.BINARY, hex("2003000000")));
        assertEquals(List.of("http", "websocket", "mqtt"), protocols());
        assertEquals(List.of("mqtt"), metadata("websocket", "protocol"));
        assertEquals(List.of("mqttv3.1", "mqtt"), metadata("websocket", "offered"));
    }

    @Test
    void whatTheServerDidNotChooseWasOffered() {
        webSocket("Sec-WebSocket-Protocol: soap, wamp\r\n", "Sec-WebSocket-Extensions: permessage-deflate\r\n");
        protocols();
        assertEquals(List.of("soap", "wamp"), metadata("websocket", "protocol"));
        assertEquals(List.of("permessage-deflate"), metadata("websocket", "extensions"));
    }

    @Test
    void socksInSocksTellsEachHop() {
        for (String hop : List.of("0a14080804380a", "0a140707001600")) {
            client(hex("050100")).server(hex("0500"));
            client(hex("05010001" + hop.substring(0, 12))).server(hex("05000001000000000000"));
        }
        server(ascii(SERVER_BANNER)).client(ascii(CLIENT_BANNER));
        assertEquals(List.of("socks", "socks", "ssh"), protocols());
        assertEquals(List.of("10.20.8.8:1080", "10.20.7.7:22"), metadata("socks", "connect"));
    }

    @Test
    void iceOverTcpHoldsStunDtlsAndRtp() {
        client(StreamFrames.framed(StreamFrames.stun(1))).server(StreamFrames.framed(StreamFrames.stun(0x101)));
        client(StreamFrames.framed(StreamFrames.dtlsClientHello()));
        server(StreamFrames.framed(StreamFrames.dtlsServerHello()));
        rtp(4);
        assertEquals(List.of("stun", "dtls", "rtp"), protocols());
        assertEquals(List.of("peer.example"), metadata("dtls", "sni"));
        assertFalse(metadata("dtls", "ja4").isEmpty());
        assertEquals(List.of("111"), metadata("rtp", "payload_type"));
        assertTrue(inside.get(1).verdict().confidence() > 0.99);
    }

    private void rtp(int packets) {
        for (int i = 1; i <= packets; i++) {
            client(StreamFrames.framed(StreamFrames.rtp(i, 5))).server(StreamFrames.framed(StreamFrames.rtp(i, 6)));
        }
    }

    @Test
    void turnOverTcpHoldsWhatItRelays() {
        byte[] channel = StreamFrames.attribute(0x0c, hex("40000000"));
        client(StreamFrames.stun(9, channel)).server(StreamFrames.stun(0x109));
        client(StreamFrames.channel(0x4000, StreamFrames.dtlsClientHello()));
        server(StreamFrames.channel(0x4000, StreamFrames.dtlsServerHello()));
        assertEquals(List.of("stun", "dtls"), protocols());
        assertEquals(List.of("peer.example"), metadata("dtls", "sni"));
    }

    @Test
    void aRelayWithANameHandsOverAsItsKindDoes() {
        byte[] realm = StreamFrames.attribute(0x14, ascii("turn.l.google.com"));
        byte[] data = StreamFrames.attribute(0x13, StreamFrames.stun(1));
        client(StreamFrames.stun(3)).server(StreamFrames.stun(0x113, realm));
        client(StreamFrames.stun(0x16, data)).server(StreamFrames.channel(0x4000, StreamFrames.dtlsServerHello()));
        client(StreamFrames.channel(0x4000, StreamFrames.dtlsClientHello()));
        assertEquals(List.of("stun", "google-call", "stun", "dtls"), protocols());
    }

    @Test
    void anUpgradeToHttp2IsNamedOnce() {
        byte[] settings = hex("000006 04 00 00000000 0003 00000064");
        client(ascii("GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n"
                + "HTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n"));
        server(ascii("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n"));
        server(settings).client(join(ascii("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"), settings));
        assertEquals(List.of("http", "http2"), protocols());
    }

    @Test
    void rtpIsFoundBetweenTheMessagesOfRtsp() {
        client(ascii("SETUP rtsp://a/1 RTSP/1.0\r\nCSeq: 2\r\nTransport: RTP/AVP/TCP;interleaved=0-1\r\n\r\n"));
        server(ascii("RTSP/1.0 200 OK\r\nCSeq: 2\r\nTransport: RTP/AVP/TCP;interleaved=0-1\r\nSession: 1\r\n\r\n"));
        client(ascii("PLAY rtsp://a/ RTSP/1.0\r\nCSeq: 3\r\nSession: 1\r\n\r\n"));
        server(join(ascii("RTSP/1.0 200 OK\r\nCSeq: 3\r\n\r\n"), StreamFrames.interleaved(0, StreamFrames.rtp(1, 5))));
        for (int i = 2; i <= 6; i++) {
            server(StreamFrames.interleaved(0, StreamFrames.rtp(i, 5)));
        }
        assertEquals(List.of("rtsp", "rtp"), protocols());
    }

    @Test
    void smbIsFoundInANetbiosSession() {
        byte[] name = ascii("CKFDENECFDEFFCFGEFFCCACACACACACA");
        client(join(hex("81000044 20"), name, hex("00 20"), name, hex("00"))).server(hex("82000000"));
        byte[] header = hex("72 00000000 1853c8 000000000000000000000000 0000 fffe 0000 0000");
        client(join(hex("0000002f ff"), ascii("SMB"), header, hex("00 0c00 02"), ascii("NT LM 0.12\0")));
        assertEquals(List.of("netbios-ssn", "smb"), protocols());
        assertEquals(List.of("NT LM 0.12"), metadata("smb", "dialects"));
    }

    @Test
    void anHttpTunnelToHttpNamesBoth() {
        client(ascii("CONNECT a:80 HTTP/1.1\r\nHost: a\r\n\r\n")).server(ascii("HTTP/1.1 200 OK\r\n\r\n"));
        client(ascii("GET / HTTP/1.1\r\nHost: a\r\n\r\n")).server(ascii("HTTP/1.1 204 No\r\n\r\n"));
        assertEquals(List.of("http", "http"), protocols());
    }

    @Test
    void tlsFollowsAnUpgradeToIt() {
        byte[] hello = TlsMessages.record(22, 0x0301, TlsMessages.RFC8448_CLIENT_HELLO);
        client(ascii("OPTIONS * HTTP/1.1\r\nHost: a\r\nUpgrade: TLS/1.0\r\nConnection: Upgrade\r\n\r\n"));
        server(ascii("HTTP/1.1 101 Switching Protocols\r\nUpgrade: TLS/1.0, HTTP/1.1\r\nConnection: Upgrade\r\n\r\n"));
        client(hello).server(TlsMessages.record(22, 0x0303, TlsMessages.RFC8448_SERVER_HELLO));
        assertEquals(List.of("http", "tls"), protocols());
    }

    @Test
    void dockerIsNamedByItsStreams() {
        client(ascii("POST /v1.41/containers/a/attach?stream=1 HTTP/1.1\r\nHost: docker\r\nUpgrade: tcp\r\n\r\n"));
        server(ascii("HTTP/1.1 101 UPGRADED\r\nContent-Type: application/vnd.docker.raw-stream\r\n"
                + "Connection: Upgrade\r\nUpgrade: tcp\r\n\r\n"));
        server(ascii(SERVER_BANNER)).client(ascii(CLIENT_BANNER));
        assertEquals(List.of("http", "docker", "ssh"), protocols());
    }

    @Test
    void remoteDesktopGatewaysAreNamedByTheirMethods() {
        client(ascii("RDG_OUT_DATA /remoteDesktopGateway/ HTTP/1.1\r\nHost: gw\r\nUpgrade: websocket\r\n"
                + "RDG-Connection-Id: {958F92D8-DA20-467A-BBE3-65E7E9B4EDCF}\r\n\r\n"));
        server(ascii("HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n"));
        assertEquals(List.of("http", "rd-gateway"), protocols());
    }
}
