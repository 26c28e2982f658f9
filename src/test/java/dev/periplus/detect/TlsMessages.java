package dev.periplus.detect;

import static dev.periplus.detect.DetectorInput.ascii;
import static dev.periplus.detect.DetectorInput.hex;
import static dev.periplus.detect.DetectorInput.join;

/** TLS messages for tests: from RFC 8448 section 3, and synthetic ones. */
final class TlsMessages {
    /** ClientHello of RFC 8448 section 3, with its handshake header. */
    static final byte[] RFC8448_CLIENT_HELLO =
            hex("010000c00303cb34ecb1e78163ba1c38c6dacb196a6dffa21a8d9912ec18a2ef6283"
                    + "024dece7000006130113031302010000910000000b0009000006736572766572ff01000100000a00140012001d001700"
                    + "18001901"
                    + "00010101020103010400230000003300260024001d002099381de560e4bd43d23d8e435a7dbafeb3c06e51c13cae4d54"
                    + "13691e52"
                    + "9aaf2c002b0003020304000d0020001e040305030603020308040805080604010501060102010402050206020202002d"
                    + "00020101"
                    + "001c00024001");

    /** ServerHello of RFC 8448 section 3, with its handshake header. */
    static final byte[] RFC8448_SERVER_HELLO =
            hex("020000560303a6af06a4121860dc5e6e60249cd34c95930c8ac5cb1434dac155772e"
                    + "d3e2692800130100002e00330024001d0020c9828876112095fe66762bdbf7c672e156d6cc253b833df1dd69b1b04e75"
                    + "1f0f002b"
                    + "00020304");

    private TlsMessages() {}

    /** A record. */
    static byte[] record(int type, int version, byte[] body) {
        return join(new byte[] {(byte) type}, u16(version), u16(body.length), body);
    }

    /** A handshake message with its header. */
    static byte[] handshake(int type, byte[] body) {
        return join(new byte[] {(byte) type}, u24(body.length), body);
    }

    /** The body of a ClientHello with two cipher suites. */
    static byte[] clientHello(int version, byte[]... extensions) {
        return join(u16(version), new byte[32], hex("00 0004 c02f 009c 01 00"), list16(join(extensions)));
    }

    /** The body of a ServerHello. */
    static byte[] serverHello(int version, int cipher, byte[]... extensions) {
        return join(u16(version), new byte[32], hex("00"), u16(cipher), hex("00"), list16(join(extensions)));
    }

    static byte[] serverName(String name) {
        return extension(0, list16(join(hex("00"), list16(ascii(name)))));
    }

    static byte[] protocols(String... names) {
        byte[] list = {};
        for (String name : names) {
            list = join(list, new byte[] {(byte) name.length()}, ascii(name));
        }
        return extension(16, list16(list));
    }

    static byte[] extension(int type, byte[] value) {
        return join(u16(type), list16(value));
    }

    static byte[] list16(byte[] bytes) {
        return join(u16(bytes.length), bytes);
    }

    static byte[] u16(int value) {
        return new byte[] {(byte) (value >> 8), (byte) value};
    }

    static byte[] u24(int value) {
        return new byte[] {(byte) (value >> 16), (byte) (value >> 8), (byte) value};
    }
}
