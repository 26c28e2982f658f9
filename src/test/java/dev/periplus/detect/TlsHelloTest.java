package dev.periplus.detect;

import static dev.periplus.detect.DetectorInput.hex;
import static dev.periplus.detect.TlsMessages.RFC8448_CLIENT_HELLO;
import static dev.periplus.detect.TlsMessages.RFC8448_SERVER_HELLO;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.decode.ByteCursor;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TlsHelloTest {
    private static TlsHello client(byte[] body) {
        return TlsHello.read(true, new ByteCursor().reset(body, 0, body.length), body.length);
    }

    private static TlsHello rfc8448(boolean client, int available) {
        byte[] message = client ? RFC8448_CLIENT_HELLO : RFC8448_SERVER_HELLO;
        return TlsHello.read(client, new ByteCursor().reset(message, 4, available), message.length - 4);
    }

    @Test
    void readsTheClientHelloOfRfc8448() {
        TlsHello hello = rfc8448(true, RFC8448_CLIENT_HELLO.length - 4);
        assertTrue(hello.complete);
        assertEquals(0x0303, hello.legacyVersion);
        assertEquals(0x0304, hello.version);
        assertEquals("server", hello.serverName);
        assertArrayEquals(new int[] {0x1301, 0x1303, 0x1302}, hello.ciphers);
        assertArrayEquals(new int[] {0, 0xff01, 10, 35, 51, 43, 13, 45, 28}, hello.extensions);
        assertEquals(0x001d, hello.groups[0]);
        assertEquals(15, hello.signatureAlgorithms.length);
    }

    @Test
    void readsTheServerHelloOfRfc8448() {
        TlsHello hello = rfc8448(false, RFC8448_SERVER_HELLO.length - 4);
        assertTrue(hello.complete);
        assertEquals(0x0304, hello.version);
        assertArrayEquals(new int[] {0x1301}, hello.ciphers);
    }

    @Test
    void everyPrefixIsPlausibleAndNotComplete() {
        for (int length = 2; length < RFC8448_CLIENT_HELLO.length - 4; length++) {
            TlsHello hello = rfc8448(true, length);
            assertTrue(hello.plausible, "at " + length);
            assertFalse(hello.complete, "at " + length);
        }
        for (int length = 2; length < RFC8448_SERVER_HELLO.length - 4; length++) {
            TlsHello hello = rfc8448(false, length);
            assertTrue(hello.plausible && !hello.complete, "at " + length);
        }
    }

    @Test
    void theServerNameIsKnownAsSoonAsItIsHere() {
        int name = 4 + 2 + 32 + 1 + 2 + 6 + 2 + 2 + 4 + 11; // to the end of the first extension
        assertNull(rfc8448(true, name - 7).serverName);
        assertEquals("server", rfc8448(true, name).serverName);
    }

    @Test
    void protocolsAreListedInOrder() {
        byte[] body = TlsMessages.clientHello(0x0303, TlsMessages.protocols("h2", "http/1.1"));
        assertEquals(List.of("h2", "http/1.1"), client(body).protocols);
    }

    @Test
    void reservedVersionsAreNotTakenForTheHighest() {
        byte[] body = TlsMessages.clientHello(0x0303, TlsMessages.extension(43, hex("06 fafa 0303 0302")));
        assertEquals(0x0303, client(body).version);
    }

    @Test
    void aHelloWithoutExtensionsIsComplete() {
        byte[] body = TlsMessages.clientHello(0x0301);
        byte[] bare = java.util.Arrays.copyOf(body, body.length - 2);
        assertTrue(client(bare).complete);
    }

    @Test
    void lengthsThatDoNotFitAreNotPlausible() {
        byte[] body = TlsMessages.clientHello(0x0303, TlsMessages.serverName("example.org"));
        for (int at : new int[] {0, 34, 36, 41, 44, 48}) {
            byte[] damaged = body.clone();
            damaged[at] = (byte) 0xff;
            assertFalse(client(damaged).plausible, "byte " + at);
        }
    }

    @Test
    void datagramHellosCarryACookie() {
        byte[] body = hex("fefd" + "00".repeat(32) + "00 04 01020304 0002 c02b 0100 0000");
        TlsHello hello = client(body);
        assertTrue(hello.complete);
        assertArrayEquals(new int[] {0xc02b}, hello.ciphers);
    }
}
