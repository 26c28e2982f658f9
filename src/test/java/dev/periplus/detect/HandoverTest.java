package dev.periplus.detect;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.classify.Handover;
import dev.periplus.classify.Handover.Start;
import dev.periplus.flow.DatagramKind;
import dev.periplus.flow.ExchangeFixture;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Where handovers locate the inside; turns alternate between client and server. */
class HandoverTest {
    private static final String HELLO = "\026\003\001\000\100\001\000\000\074\003\003" + "x".repeat(58);

    private final RecordingTrail fields = new RecordingTrail();

    private Start find(Handover handover, String... turns) {
        ExchangeFixture exchange = new ExchangeFixture(false);
        for (int i = 0; i < turns.length; i++) {
            byte[] bytes = turns[i].getBytes(ISO_8859_1);
            if (bytes.length > 0) {
                exchange = i % 2 == 0 ? exchange.client(bytes) : exchange.server(bytes);
            }
        }
        return handover.find(exchange, fields);
    }

    @Test
    void tlsBeginsWithAHelloInALaterMessage() {
        String server = "220 hi\r\n";
        Start start = find(new StartTls(), "", server, "STARTTLS\r\n", "220 go\r\n", HELLO, "\026\003\003\000\020ab");
        assertEquals(new Start(10, 16), start);
        assertEquals(Start.LATER, find(new StartTls(), "", server, "EHLO a\r\n"));
        String[] talk = new String[20];
        Arrays.fill(talk, "NOOP\r\n");
        assertEquals(Start.NEVER, find(new StartTls(), talk));
    }

    @Test
    void aHelloAtTheVeryBeginningIsNoChange() {
        assertEquals(Start.LATER, find(new StartTls(), HELLO, "\026\003\003\000\020ab"));
    }

    @Test
    void aTunnelBeginsAfterTheHeadsOfAGrantedConnect() {
        String asked = "CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n";
        assertEquals(new Start(asked.length(), 19), find(new HttpHandover(), asked, "HTTP/1.1 200 OK\r\n\r\n", HELLO));
        assertEquals(Start.NEVER, find(new HttpHandover(), asked, "HTTP/1.1 403 No\r\n\r\n"));
        assertEquals(Start.NEVER, find(new HttpHandover(), "GET / HTTP/1.1\r\n\r\n", "HTTP/1.1 200 OK\r\n\r\n"));
        assertEquals(Start.LATER, find(new HttpHandover(), asked, "HTTP/1.1 200 OK\r\n"));
    }

    @Test
    void aTunnelBeginsAfterTheRequestThatWasAuthenticated() {
        String asked = "CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n";
        String denied = "HTTP/1.1 407 No\r\nContent-Length: 3\r\n\r\nno!";
        String granted = "HTTP/1.1 200 OK\r\n\r\n";
        assertEquals(Start.LATER, find(new HttpHandover(), asked, denied));
        Start start = find(new HttpHandover(), asked, denied, asked, granted, HELLO);
        assertEquals(new Start(2 * asked.length(), denied.length() + granted.length()), start);
    }

    @Test
    void anUpgradeOfAnyNameBeginsAfterTheBodyOfItsRequest() {
        String asked = "POST /exec/1/start HTTP/1.1\r\nUpgrade: tcp\r\nContent-Length: 14\r\n\r\n{\"Tty\": false}";
        String granted = "HTTP/1.1 101 UPGRADED\r\nUpgrade: tcp\r\n\r\n";
        assertEquals(new Start(asked.length(), granted.length()), find(new HttpHandover(), asked, granted));
        assertEquals(Start.NEVER, find(new HttpHandover(), asked, "HTTP/1.1 400 No\r\n\r\n"));
    }

    @Test
    void webSocketIsOpened() {
        String asked = new String(StreamFrames.upgradeRequest(""), ISO_8859_1);
        String granted = new String(StreamFrames.upgradeReply(""), ISO_8859_1);
        Start start = find(new HttpHandover(), asked, granted);
        assertEquals(asked.length(), start.client());
        assertEquals(granted.length(), start.server());
        assertTrue(start.opener() instanceof WebSocketFrames);
    }

    @Test
    void aNetbiosSessionBeginsAfterItsPositiveResponse() {
        String request = "\201\000\000\104" + "N".repeat(68);
        assertEquals(new Start(72, 4), find(new NetbiosSession(), request, "\202\000\000\000"));
        assertEquals(Start.LATER, find(new NetbiosSession(), request));
        assertEquals(Start.NEVER, find(new NetbiosSession(), request, "\203\000\000\001\202"));
    }

    @Test
    void interleavingBeginsOnceTheServerGrantsIt() {
        String setup = "SETUP rtsp://a/1 RTSP/1.0\r\nCSeq: 2\r\nTransport: RTP/AVP/TCP;interleaved=0-1\r\n\r\n";
        String reply = "RTSP/1.0 200 OK\r\nCSeq: 2\r\nTransport: RTP/AVP";
        assertEquals(Start.LATER, find(new Interleaved(), setup, reply + ";client_port=1-2\r\n\r\n"));
        Start start = find(new Interleaved(), setup, reply + "/TCP;interleaved=0-1\r\n\r\n");
        assertEquals(0, start.client());
        assertTrue(start.opener() instanceof Interleaved.Frames);
        String[] talk = new String[20];
        Arrays.fill(talk, "RTSP/1.0 200 OK\r\nCSeq: 2\r\n\r\n");
        assertEquals(Start.NEVER, find(new Interleaved(), talk));
    }

    @Test
    void stunInAStreamIsOpenedByItsFraming() {
        Handover stun = new Multiplexed("stun", DatagramKind.STUN);
        String bare = new String(StreamFrames.stun(1), ISO_8859_1);
        String framed = new String(StreamFrames.framed(StreamFrames.stun(1)), ISO_8859_1);
        assertEquals(Start.LATER, find(stun, framed));
        assertTrue(find(stun, framed, framed).opener() instanceof FramedMessages);
        assertTrue(find(stun, bare, bare).opener() instanceof TurnMessages);
        assertEquals(Start.NEVER, find(stun, "\000\001\000\000" + "a".repeat(16), "b"));
    }

    @Test
    void messagesOfAnotherKindAreInsideFromTheFirstOn() {
        Handover dtls = new Multiplexed("dtls", DatagramKind.DTLS);
        ExchangeFixture exchange = new ExchangeFixture(true);
        exchange.client(new byte[] {22}).server(new byte[] {22}).server(new byte[] {0});
        assertEquals(Start.LATER, dtls.find(exchange, fields));
        exchange.server(new byte[] {(byte) 128});
        assertEquals(new Start(1, 2), dtls.find(exchange, fields));
    }

    @Test
    void socksTellsWhereItLeadsAndForWhomButNoPassword() {
        String methods = "\005\002\000\002";
        String login = "\001\005alice\006secret";
        String ask = "\005\001\000\003\013EXAMPLE.org\001\273";
        assertEquals(Start.LATER, find(new Socks(new Secrets(false)), methods, "\005\002", login, "\001\000", ask));
        assertEquals(List.of("alice"), fields.metadata.get("socks.user"));
        assertEquals(List.of("example.org:443"), fields.metadata.get("socks.connect"));
        assertTrue(fields.metadata.values().stream().noneMatch(values -> values.contains("secret")));
    }

    @Test
    void socksTellsOfARefusedRequestAndOfOneSideAlone() {
        String six = "\005\001\000\004" + "\040\001\015\270" + "\000".repeat(11) + "\001\000\026";
        assertEquals(
                Start.NEVER,
                find(
                        new Socks(new Secrets(false)),
                        "\005\001\000",
                        "\005\000",
                        six,
                        "\005\005\000\001" + "a".repeat(6)));
        assertEquals(List.of("[2001:db8::1]:22"), fields.metadata.get("socks.connect"));
        assertEquals(
                Start.LATER, find(new Socks(new Secrets(false)), "\004\001\000\120\000\000\000\001me\000Host\000"));
        assertEquals(List.of("5", "4a"), fields.metadata.get("socks.version"));
        assertEquals(List.of("me"), fields.metadata.get("socks.user"));
        assertEquals("host:80", fields.metadata.get("socks.connect").get(1));
    }

    @Test
    void aBoundSocksStreamBeginsAfterTheSecondReply() {
        String ask = "\005\002\000\001\012\000\000\001\000\120";
        String granted = "\005\000\000\001\000\000\000\000\000\000";
        assertEquals(Start.LATER, find(new Socks(new Secrets(false)), "\005\001\000", "\005\000", ask, granted));
        assertEquals(
                new Start(13, 22),
                find(new Socks(new Secrets(false)), "\005\001\000", "\005\000", ask, granted + granted));
        assertEquals("10.0.0.1:80", fields.first("socks.bind"));
    }

    @Test
    void socksIsFollowedThroughItsExchanges() {
        String five = "\005\001\000";
        String ask = "\005\001\000\001\012\000\000\001\000\120";
        String granted = "\005\000\000\001\000\000\000\000\000\000";
        assertEquals(new Start(13, 12), find(new Socks(new Secrets(false)), five, "\005\000", ask, granted, "GET /"));
        assertEquals(
                Start.NEVER,
                find(new Socks(new Secrets(false)), five, "\005\000", ask, "\005\005\000\001" + granted.substring(4)));
        assertEquals(Start.NEVER, find(new Socks(new Secrets(false)), five, "\005\377"));
        assertEquals(Start.LATER, find(new Socks(new Secrets(false)), five, "\005\000", ask));
        String four = "\004\001\000\120\000\000\000\001me\000host\000";
        assertEquals(
                new Start(16, 8), find(new Socks(new Secrets(false)), four, "\000\132\000\000\000\000\000\000", "x"));
    }

    @Test
    void whatFollowsAProxyHeaderIsInside() {
        assertEquals(new Start(39, 0), find(new ProxyHeader(), "PROXY TCP4 192.0.2.1 192.0.2.2 1 2222\r\nSSH-2.0-x"));
        String second = "\r\n\r\n\000\r\nQUIT\n\041\021\000\014" + "a".repeat(12);
        assertEquals(new Start(28, 0), find(new ProxyHeader(), second + "SSH"));
    }

    @Test
    void noBytesMakeAHandoverThrowOrPointOutside() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 20_000; round++) {
            ExchangeFixture exchange = new ExchangeFixture(false);
            int sent = 0;
            for (int turn = 0; turn < 1 + random.nextInt(4); turn++) {
                byte[] bytes = new byte[random.nextInt(60)];
                random.nextBytes(bytes);
                if (bytes.length > 0) {
                    bytes[0] = (byte) new int[] {4, 5, 'P', 0x16, 'C', '\r', 0x81, 0x82}[random.nextInt(8)];
                }
                exchange = random.nextBoolean() ? exchange.client(bytes) : exchange.server(bytes);
                sent += bytes.length;
            }
            for (Handover handover : Detectors.handovers()) {
                Start start = handover.find(exchange, new RecordingTrail());
                assertTrue(start.client() <= sent + 0x10010 && start.server() <= sent, "seed " + seed);
            }
        }
    }
}
