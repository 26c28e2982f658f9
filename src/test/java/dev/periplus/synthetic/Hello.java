package dev.periplus.synthetic;

import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Bodies of TLS 1.2 and DTLS 1.0 handshake messages (RFC 5246 section 7.4, RFC 4347 section 4.2, RFC 8422). */
final class Hello {
    static final int CLIENT_HELLO = 1;
    static final int SERVER_HELLO = 2;
    static final int HELLO_VERIFY_REQUEST = 3;
    static final int CERTIFICATE = 11;
    static final int SERVER_KEY_EXCHANGE = 12;
    static final int SERVER_HELLO_DONE = 14;
    static final int CLIENT_KEY_EXCHANGE = 16;

    static final int ECDHE_RSA_AES128_GCM = 0xc02f;
    static final int RSA_AES128_CBC = 0x002f;

    private static final String TLS_SUITES = "c02f c030 c027 c013 c014 009c 009d 002f 0035";
    private static final String DTLS_SUITES = "c013 c014 0035 002f 000a";
    private static final String GROUPS = "000a 0008 0006 001d 0017 0018";
    private static final String POINT_FORMATS = "000b 0002 0100";
    private static final String SIGNATURE_ALGORITHMS = "000d 000c 000a 0401 0501 0201 0403 0503";
    private static final String SESSION_TICKET = "0023 0000";

    private Hello() {}

    static byte[] tlsClient(Random random, String serverName, String protocol) {
        Bytes extensions = new Bytes()
                .u16(0)
                .counted(16, new Bytes().counted(16, serverName(serverName)).array());
        extensions.hex(GROUPS).hex(POINT_FORMATS).hex(SIGNATURE_ALGORITHMS).hex(SESSION_TICKET);
        extensions.u16(16).counted(16, new Bytes().counted(16, name(protocol)).array());
        return new Bytes()
                .u16(0x0303)
                .raw(Bytes.random(random, 32))
                .counted(8, new byte[0])
                .counted(16, new Bytes().hex(TLS_SUITES).array())
                .counted(8, new byte[1])
                .counted(16, extensions.array())
                .array();
    }

    static byte[] tlsServer(Random random, String protocol) {
        byte[] extensions = new Bytes()
                .hex("ff01 0001 00")
                .hex(POINT_FORMATS)
                .u16(16)
                .counted(16, new Bytes().counted(16, name(protocol)).array())
                .array();
        return server(random, 0x0303, ECDHE_RSA_AES128_GCM, extensions);
    }

    static byte[] dtlsClient(byte[] clientRandom, byte[] cookie) {
        byte[] extensions =
                new Bytes().hex(GROUPS).hex(POINT_FORMATS).hex(SESSION_TICKET).array();
        return new Bytes()
                .u16(Dtls.VERSION)
                .raw(clientRandom)
                .counted(8, new byte[0])
                .counted(8, cookie)
                .counted(16, new Bytes().hex(DTLS_SUITES).array())
                .counted(8, new byte[1])
                .counted(16, extensions)
                .array();
    }

    static byte[] dtlsServer(Random random) {
        return server(
                random,
                Dtls.VERSION,
                RSA_AES128_CBC,
                new Bytes().hex("ff01 0001 00").array());
    }

    static byte[] verifyRequest(byte[] cookie) {
        return new Bytes().u16(Dtls.VERSION).counted(8, cookie).array();
    }

    static byte[] certificates(byte[] certificate) {
        return new Bytes()
                .counted(24, new Bytes().counted(24, certificate).array())
                .array();
    }

    /** Returns a key exchange for ECDHE on x25519 with an RSA signature; key and signature are pseudo-random. */
    static byte[] serverKeyExchange(Random random) {
        return new Bytes()
                .u8(3)
                .u16(0x001d)
                .counted(8, Bytes.random(random, 32))
                .u16(0x0401)
                .counted(16, Bytes.random(random, 256))
                .array();
    }

    private static byte[] server(Random random, int version, int suite, byte[] extensions) {
        return new Bytes()
                .u16(version)
                .raw(Bytes.random(random, 32))
                .counted(8, Bytes.random(random, 32))
                .u16(suite)
                .u8(0)
                .counted(16, extensions)
                .array();
    }

    private static byte[] serverName(String name) {
        return new Bytes()
                .u8(0)
                .counted(16, name.getBytes(StandardCharsets.US_ASCII))
                .array();
    }

    private static byte[] name(String protocol) {
        return new Bytes()
                .counted(8, protocol.getBytes(StandardCharsets.US_ASCII))
                .array();
    }
}
