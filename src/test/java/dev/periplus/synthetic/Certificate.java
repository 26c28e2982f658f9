package dev.periplus.synthetic;

import java.nio.charset.StandardCharsets;
import java.util.Random;

/** An X.509 certificate with correct structure (RFC 5280 section 4.1); key and signature are pseudo-random. */
final class Certificate {
    private static final int INTEGER = 0x02;
    private static final int BIT_STRING = 0x03;
    private static final int UTF8_STRING = 0x0c;
    private static final int UTC_TIME = 0x17;
    private static final int SEQUENCE = 0x30;
    private static final int SET = 0x31;
    private static final int VERSION = 0xa0;

    private static final String SHA256_WITH_RSA = "06092a864886f70d01010b 0500";
    private static final String RSA_ENCRYPTION = "06092a864886f70d010101 0500";
    private static final String COMMON_NAME = "0603550403";

    private Certificate() {}

    static byte[] der(Random random, String name) {
        byte[] algorithm = element(SEQUENCE, new Bytes().hex(SHA256_WITH_RSA).array());
        byte[] validity =
                Bytes.join(element(UTC_TIME, ascii("160101000000Z")), element(UTC_TIME, ascii("260101000000Z")));
        byte[] unsigned = Bytes.join(
                element(VERSION, element(INTEGER, new byte[] {2})),
                element(INTEGER, positive(random, 8)),
                algorithm,
                name("Example Issuing CA"),
                element(SEQUENCE, validity),
                name(name),
                key(random));
        return element(SEQUENCE, Bytes.join(element(SEQUENCE, unsigned), algorithm, bits(Bytes.random(random, 256))));
    }

    private static byte[] key(Random random) {
        byte[] numbers = Bytes.join(element(INTEGER, positive(random, 256)), element(INTEGER, new byte[] {1, 0, 1}));
        byte[] algorithm = new Bytes().hex(RSA_ENCRYPTION).array();
        return element(SEQUENCE, Bytes.join(element(SEQUENCE, algorithm), bits(element(SEQUENCE, numbers))));
    }

    private static byte[] name(String common) {
        byte[] attribute = Bytes.join(new Bytes().hex(COMMON_NAME).array(), element(UTF8_STRING, ascii(common)));
        return element(SEQUENCE, element(SET, element(SEQUENCE, attribute)));
    }

    private static byte[] bits(byte[] content) {
        return element(BIT_STRING, Bytes.join(new byte[1], content));
    }

    private static byte[] positive(Random random, int length) {
        byte[] number = Bytes.random(random, length);
        number[0] = (byte) (number[0] & 0x7f | 0x40);
        return number;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Returns tag, length and content in DER (X.690 section 8.1). */
    private static byte[] element(int tag, byte[] content) {
        Bytes bytes = new Bytes().u8(tag);
        if (content.length < 0x80) {
            return bytes.counted(8, content).array();
        }
        return content.length < 0x100
                ? bytes.u8(0x81).counted(8, content).array()
                : bytes.u8(0x82).counted(16, content).array();
    }
}
