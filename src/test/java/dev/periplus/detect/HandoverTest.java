package dev.periplus.detect;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.classify.Handover;
import dev.periplus.classify.Handover.Start;
import dev.periplus.flow.ExchangeFixture;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Where handovers locate the inside; turns alternate between client and server. */
class HandoverTest {
    private static final String HELLO = "\026\003\001\000\100\001\000\000\074\003\003" + "x".repeat(58);

    private static Start find(Handover handover, String... turns) {
        ExchangeFixture exchange = new ExchangeFixture(false);
        for (int i = 0; i < turns.length; i++) {
            byte[] bytes = turns[i].getBytes(ISO_8859_1);
            if (bytes.length > 0) {
                exchange = i % 2 == 0 ? exchange.client(bytes) : exchange.server(bytes);
            }
        }
        return handover.find(exchange);
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
    void socksIsFollowedThroughItsExchanges() {
        String five = "\005\001\000";
        String ask = "\005\001\000\001\012\000\000\001\000\120";
        String granted = "\005\000\000\001\000\000\000\000\000\000";
        assertEquals(new Start(13, 12), find(new Socks(), five, "\005\000", ask, granted, "GET /"));
        assertEquals(Start.NEVER, find(new Socks(), five, "\005\000", ask, "\005\005\000\001" + granted.substring(4)));
        assertEquals(Start.NEVER, find(new Socks(), five, "\005\377"));
        assertEquals(Start.LATER, find(new Socks(), five, "\005\000", ask));
        String four = "\004\001\000\120\000\000\000\001me\000host\000";
        assertEquals(new Start(16, 8), find(new Socks(), four, "\000\132\000\000\000\000\000\000", "x"));
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
                byte[] bytes = new byte[1 + random.nextInt(60)];
                random.nextBytes(bytes);
                bytes[0] = (byte) new int[] {4, 5, 'P', 0x16, 'C', '\r'}[random.nextInt(6)];
                exchange = random.nextBoolean() ? exchange.client(bytes) : exchange.server(bytes);
                sent += bytes.length;
            }
            for (Handover handover : Detectors.handovers()) {
                Start start = handover.find(exchange);
                assertTrue(start.client() <= sent + 0x10010 && start.server() <= sent, "seed " + seed);
            }
        }
    }
}
