package dev.periplus.detect;

import static dev.periplus.detect.DetectorInput.hex;
import static dev.periplus.detect.DetectorInput.join;
import static dev.periplus.detect.TlsMessages.extension;
import static dev.periplus.detect.TlsMessages.list16;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.periplus.decode.ByteCursor;
import org.junit.jupiter.api.Test;

final class TlsFingerprintTest {
    private static TlsHello hello(int version, String ciphers, byte[]... extensions) {
        byte[] body = join(
                TlsMessages.u16(version),
                new byte[32],
                hex("00"),
                list16(hex(ciphers)),
                hex("0100"),
                list16(join(extensions)));
        return TlsHello.read(true, new ByteCursor().reset(body, 0, body.length), body.length);
    }

    /** The first example of the JA3 project's description. */
    @Test
    void ja3MatchesItsPublishedExample() {
        TlsHello hello = hello(
                0x0301,
                "002f 0035 0005 000a c009 c00a c013 c014 0032 0038 0013 0004",
                TlsMessages.serverName("example.org"),
                extension(10, list16(hex("0017 0018 0019"))),
                extension(11, hex("01 00")));
        assertEquals(
                "769,47-53-5-10-49161-49162-49171-49172-50-56-19-4,0-10-11,23-24-25,0", TlsFingerprint.ja3Text(hello));
        assertEquals("ada70206e40642a3e4461f35503241d5", TlsFingerprint.ja3(hello));
    }

    /** The example of the JA4 description, with reserved values strewn in that must not count. */
    @Test
    void ja4MatchesItsPublishedExample() {
        TlsHello hello = hello(
                0x0303,
                "6a6a 1301 1302 1303 c02b c02f c02c c030 cca9 cca8 c013 c014 009c 009d 002f 0035",
                extension(0x1a1a, hex("")),
                extension(0x001b, hex("0000")),
                TlsMessages.serverName("example.org"),
                extension(0x0033, hex("0000")),
                TlsMessages.protocols("h2", "http/1.1"),
                extension(0x4469, hex("0000")),
                extension(0x0017, hex("")),
                extension(0x002d, hex("0101")),
                extension(0x000d, list16(hex("0403 0804 0401 0503 0805 0501 0806 0601"))),
                extension(0x0005, hex("0100000000")),
                extension(0x0023, hex("")),
                extension(0x0012, hex("")),
                extension(0x002b, hex("06 4a4a 0304 0303")),
                extension(0xff01, hex("00")),
                extension(0x000b, hex("0100")),
                extension(0x000a, list16(hex("5a5a 001d 0017 0018"))),
                extension(0x0015, hex("0000")));
        assertEquals("t13d1516h2_8daaf6152771_e5627efa2ab1", TlsFingerprint.ja4(hello, 't'));
    }

    @Test
    void ja4OfABareHelloHasZeroHashes() {
        TlsHello hello = hello(0xfefd, "0a0a");
        assertEquals("d", TlsFingerprint.ja4(hello, 'd').substring(0, 1));
        TlsHello bare = hello(0x0301, "0a0a");
        assertEquals("t10i000000_000000000000_000000000000", TlsFingerprint.ja4(bare, 't'));
    }

    @Test
    void ja4WritesProtocolsThatAreNotTextInHexadecimal() {
        assertEquals(
                "a9",
                TlsFingerprint.ja4(hello(0x0303, "1301", TlsMessages.protocols("\u00ab\u0089")), 't')
                        .substring(8, 10));
        assertEquals(
                "h1",
                TlsFingerprint.ja4(hello(0x0303, "1301", TlsMessages.protocols("http/1.1")), 't')
                        .substring(8, 10));
    }

    @Test
    void ja3OfAServerHasThreeFields() {
        byte[] message = TlsMessages.RFC8448_SERVER_HELLO;
        int length = message.length - 4;
        TlsHello hello = TlsHello.read(false, new ByteCursor().reset(message, 4, length), length);
        assertEquals("771,4865,51-43", TlsFingerprint.ja3Text(hello));
    }
}
