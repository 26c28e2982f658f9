package dev.periplus.detect;

import static dev.periplus.detect.DetectorInput.hex;
import static dev.periplus.detect.DetectorInput.join;
import static dev.periplus.detect.TlsMessages.extension;
import static dev.periplus.detect.TlsMessages.list16;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.periplus.decode.ByteCursor;
import java.util.Arrays;
import java.util.Collections;
import org.junit.jupiter.api.Test;

final class TlsFingerprintTest {
    private static final String CIPHERS_OF_THE_EXAMPLE =
            "6a6a 1301 1302 1303 c02b c02f c02c c030 cca9 cca8 c013 c014 009c 009d 002f 0035";

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

    /** The first example in the JA3 project's description. */
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

    /** The second example in the same description. */
    @Test
    void ja3OfAHelloWithoutExtensionsHasEmptyFields() {
        TlsHello hello = hello(0x0301, "0004 0005 000a 0009 0064 0062 0003 0006 0013 0012 0063");
        assertEquals("769,4-5-10-9-100-98-3-6-19-18-99,,,", TlsFingerprint.ja3Text(hello));
        assertEquals("de350869b8c85de67a350c8d186f11e6", TlsFingerprint.ja3(hello));
    }

    @Test
    void ja3LeavesReservedValuesOut() {
        TlsHello hello = hello(
                0x0301,
                "0a0a 002f 0035 0005 000a c009 c00a c013 c014 0032 0038 0013 0004 fafa",
                extension(0x2a2a, hex("")),
                TlsMessages.serverName("example.org"),
                extension(10, list16(hex("3a3a 0017 0018 0019"))),
                extension(11, hex("01 00")),
                extension(0xdada, hex("00")));
        assertEquals("ada70206e40642a3e4461f35503241d5", TlsFingerprint.ja3(hello));
    }

    /** The example of JA3S in the JA3 project's description, and one from Suricata. */
    @Test
    void ja3OfAServerMatchesPublishedExamples() {
        assertEquals("836ce314215654b5b1f85f97c73e506f", serverJa3(0x002f, 65281, 0, 11, 35, 5, 16));
        assertEquals("184d532a16876b78846ae6a03f654890", serverJa3(0xc013, 65281, 11));
    }

    private static String serverJa3(int cipher, int... extensions) {
        byte[] list = {};
        for (int type : extensions) {
            list = join(list, extension(type, hex("")));
        }
        byte[] body = TlsMessages.serverHello(0x0301, cipher, list);
        return TlsFingerprint.ja3(TlsHello.read(false, new ByteCursor().reset(body, 0, body.length), body.length));
    }

    /** The example in the JA4 description, with reserved values added that must be ignored. */
    private static byte[][] extensionsOfTheExample() {
        return new byte[][] {
            extension(0x1a1a, hex("")),
            extension(0x001b, hex("0000")),
            TlsMessages.serverName("example.org"),
            extension(0x0033, hex("0000")),
            TlsMessages.protocols("h2", "http/1.1"),
            extension(0x4469, hex("0000")),
            extension(0x0017, hex("")),
            extension(0x002d, hex("0101")),
            extension(0x000d, list16(hex("2a2a 0403 0804 0401 0503 0805 0501 0806 0601"))),
            extension(0x0005, hex("0100000000")),
            extension(0x0023, hex("")),
            extension(0x0012, hex("")),
            extension(0x002b, hex("06 4a4a 0304 0303")),
            extension(0xff01, hex("00")),
            extension(0x000b, hex("0100")),
            extension(0x000a, list16(hex("5a5a 001d 0017 0018"))),
            extension(0x0015, hex("0000"))
        };
    }

    @Test
    void ja4MatchesItsPublishedExample() {
        TlsHello hello = hello(0x0303, CIPHERS_OF_THE_EXAMPLE, extensionsOfTheExample());
        assertEquals("t13d1516h2_8daaf6152771_e5627efa2ab1", TlsFingerprint.ja4(hello, 't'));
        assertEquals("q13d1516h2_8daaf6152771_e5627efa2ab1", TlsFingerprint.ja4(hello, 'q'));
    }

    @Test
    void ja4HashesNeitherNameNorProtocolsButCountsThem() {
        byte[][] extensions = extensionsOfTheExample();
        extensions[2] = new byte[0];
        extensions[4] = new byte[0];
        TlsHello hello = hello(0x0303, CIPHERS_OF_THE_EXAMPLE, extensions);
        assertEquals("t13i151400_8daaf6152771_e5627efa2ab1", TlsFingerprint.ja4(hello, 't'));
    }

    /** The description's example of a hello without signature algorithms: nothing follows the extensions. */
    @Test
    void ja4WithoutSignatureAlgorithmsHashesTheExtensionsAlone() {
        byte[][] extensions = extensionsOfTheExample();
        extensions[8] = extension(0x000d, hex(""));
        TlsHello hello = hello(0x0303, CIPHERS_OF_THE_EXAMPLE, extensions);
        assertEquals("t13d1516h2_8daaf6152771_6d807ffa2a79", TlsFingerprint.ja4(hello, 't'));
    }

    @Test
    void ja4IgnoresTheOrderOfAllButTheSignatureAlgorithms() {
        byte[][] extensions = extensionsOfTheExample();
        Collections.reverse(Arrays.asList(extensions));
        TlsHello hello =
                hello(0x0303, "0035 1301 002f 1302 1303 c02b c02f c02c c030 cca9 cca8 c013 c014 009c 009d", extensions);
        assertEquals("t13d1516h2_8daaf6152771_e5627efa2ab1", TlsFingerprint.ja4(hello, 't'));
        extensions[8] = extension(0x000d, list16(hex("0804 0403 0401 0503 0805 0501 0806 0601")));
        String other = TlsFingerprint.ja4(hello(0x0303, CIPHERS_OF_THE_EXAMPLE, extensions), 't');
        assertNotEquals("e5627efa2ab1", other.substring(24));
    }

    @Test
    void ja4CountsToNinetyNine() {
        StringBuilder ciphers = new StringBuilder();
        for (int i = 0; i < 120; i++) {
            ciphers.append(String.format("%04x", 0x1000 + i));
        }
        assertEquals(
                "99", TlsFingerprint.ja4(hello(0x0303, ciphers.toString()), 't').substring(4, 6));
    }

    @Test
    void ja4NamesTheHighestVersion() {
        int[] legacy = {0x0300, 0x0301, 0x0302, 0x0303, 0xfeff, 0xfefd};
        String[] names = {"s3", "10", "11", "12", "d1", "d2"};
        for (int i = 0; i < legacy.length; i++) {
            byte[] body = join(
                    TlsMessages.u16(legacy[i]),
                    new byte[33],
                    hex(legacy[i] > 0xfe00 ? "00" : ""),
                    hex("0002 002f 0100"));
            TlsHello hello = TlsHello.read(true, new ByteCursor().reset(body, 0, body.length), body.length);
            assertEquals(names[i], TlsFingerprint.ja4(hello, 't').substring(1, 3));
        }
        TlsHello listed = hello(0x0303, "1301", extension(43, hex("08 fafa 0302 0304 0301")));
        assertEquals("13", TlsFingerprint.ja4(listed, 't').substring(1, 3));
    }

    @Test
    void ja4OfABareHelloHasZeroHashes() {
        TlsHello hello = hello(0xfefd, "0a0a");
        assertEquals("d", TlsFingerprint.ja4(hello, 'd').substring(0, 1));
        TlsHello bare = hello(0x0301, "0a0a");
        assertEquals("t10i000000_000000000000_000000000000", TlsFingerprint.ja4(bare, 't'));
    }

    /** The examples in the JA4 description. */
    @Test
    void ja4WritesProtocolsThatAreNotTextInHexadecimal() {
        assertEquals("h1", protocol("http/1.1"));
        assertEquals("hh", protocol("h"));
        assertEquals("00", protocol(""));
        assertEquals("ab", protocol("\u00ab"));
        assertEquals("ad", protocol("\u00ab\u00cd"));
        assertEquals("3b", protocol("0\u00ab"));
        assertEquals("3d", protocol("01\u00ab\u00cd"));
        assertEquals("01", protocol("0\u00ab\u00cd1"), "both ends are digits");
        assertEquals("21", protocol(" a"));
    }

    private static String protocol(String name) {
        return TlsFingerprint.ja4(hello(0x0303, "1301", TlsMessages.protocols(name)), 't')
                .substring(8, 10);
    }

    @Test
    void ja3OfAServerHasThreeFields() {
        byte[] message = TlsMessages.RFC8448_SERVER_HELLO;
        int length = message.length - 4;
        TlsHello hello = TlsHello.read(false, new ByteCursor().reset(message, 4, length), length);
        assertEquals("771,4865,51-43", TlsFingerprint.ja3Text(hello));
    }
}
