package dev.periplus.rule;

import java.util.Locale;

/**
 * Checksums that conditions can compute over a range of a message. CRCs are named and parametrised as in the catalogue
 * of Williams' model (polynomial, initial value, reflection, final XOR).
 */
enum Checksum {
    /** DNP3 link layer: IEEE 1815-2012 clause 9.2.5. */
    CRC16_DNP(2, 0xa6bc, true, 0, 0xffff),
    /** Modbus RTU: Modbus over serial line 1.02, section 6.2.2. */
    CRC16_MODBUS(2, 0xa001, true, 0xffff, 0),
    CRC16_ARC(2, 0xa001, true, 0, 0),
    /** The polynomial of ITU-T V.41, from zero, high bit first. */
    CRC16_XMODEM(2, 0x1021, false, 0, 0),
    /** The same from 0xffff; often called CRC-CCITT-FALSE. */
    CRC16_IBM_3740(2, 0x1021, false, 0xffff, 0),
    CRC16_GENIBUS(2, 0x1021, false, 0xffff, 0xffff),
    /** The polynomial of ITU-T V.41, low bit first. */
    CRC16_KERMIT(2, 0x8408, true, 0, 0),
    CRC16_MCRF4XX(2, 0x8408, true, 0xffff, 0),
    /** ITU-T X.25 section 2.2.7, RFC 1662 appendix C.2. */
    CRC16_X25(2, 0x8408, true, 0xffff, 0xffff),
    /** IEEE 802.3. */
    CRC32(4, 0xedb88320, true, 0xffffffff, 0xffffffff),
    /** Castagnoli: RFC 9260 appendix A. */
    CRC32C(4, 0x82f63b78, true, 0xffffffff, 0xffffffff),
    /** RFC 1146 appendix I, with one byte sums modulo 255; the second sum is the high byte. */
    FLETCHER16(2),
    /** Sum of the bytes. */
    SUM8(1),
    /** Two's complement of the sum of the bytes: Modbus over serial line 1.02, section 6.2.1. */
    LRC(1),
    /** Exclusive or of the bytes. */
    XOR8(1),
    /** RFC 1071. */
    INTERNET(2);

    private static final int BYTES = 256;
    private static final int FLETCHER_MODULUS = 255;

    private final int width;
    private final boolean reflected;
    private final int initial;
    private final int last;
    private final int[] table;

    Checksum(int width) {
        this(width, 0, false, 0, 0);
    }

    /** @param polynomial in the order of bits in which the register shifts; 0 if it is no CRC */
    Checksum(int width, int polynomial, boolean reflected, int initial, int last) {
        this.width = width;
        this.reflected = reflected;
        this.initial = initial;
        this.last = last;
        table = new int[polynomial == 0 ? 0 : BYTES];
        int top = 1 << (Byte.SIZE * width - 1);
        for (int octet = 0; octet < table.length; octet++) {
            int register = reflected ? octet : octet << Byte.SIZE * (width - 1);
            for (int bit = 0; bit < Byte.SIZE; bit++) {
                boolean out = (register & (reflected ? 1 : top)) != 0;
                register = (reflected ? register >>> 1 : register << 1) ^ (out ? polynomial : 0);
            }
            table[octet] = register;
        }
    }

    /** Name in rule files. */
    String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Width in bytes. */
    int width() {
        return width;
    }

    /** Computes it over {@code bytes} from {@code from} up to {@code to}; allocates nothing. */
    long of(byte[] bytes, int from, int to) {
        return switch (this) {
            case FLETCHER16 -> fletcher(bytes, from, to);
            case INTERNET -> internet(bytes, from, to);
            case SUM8 -> sum(bytes, from, to) & 0xff;
            case LRC -> -sum(bytes, from, to) & 0xff;
            case XOR8 -> xor(bytes, from, to);
            default -> crc(bytes, from, to);
        };
    }

    private long crc(byte[] bytes, int from, int to) {
        int register = initial;
        int shift = Byte.SIZE * (width - 1);
        for (int i = from; i < to; i++) {
            register = reflected
                    ? register >>> Byte.SIZE ^ table[(register ^ bytes[i]) & 0xff]
                    : register << Byte.SIZE ^ table[(register >>> shift ^ bytes[i]) & 0xff];
        }
        return (register ^ last) & 0xffffffffL >>> Integer.SIZE - Byte.SIZE * width;
    }

    private static long fletcher(byte[] bytes, int from, int to) {
        int first = 0;
        int second = 0;
        for (int i = from; i < to; i++) {
            first = (first + (bytes[i] & 0xff)) % FLETCHER_MODULUS;
            second = (second + first) % FLETCHER_MODULUS;
        }
        return second << Byte.SIZE | first;
    }

    private static long internet(byte[] bytes, int from, int to) {
        long sum = 0;
        for (int i = from; i < to; i++) {
            sum += (i - from) % 2 == 0 ? (bytes[i] & 0xff) << Byte.SIZE : bytes[i] & 0xff;
        }
        while (sum > 0xffff) {
            sum = (sum & 0xffff) + (sum >>> Short.SIZE);
        }
        return ~sum & 0xffff;
    }

    private static int sum(byte[] bytes, int from, int to) {
        int sum = 0;
        for (int i = from; i < to; i++) {
            sum += bytes[i];
        }
        return sum;
    }

    private static long xor(byte[] bytes, int from, int to) {
        int all = 0;
        for (int i = from; i < to; i++) {
            all ^= bytes[i];
        }
        return all & 0xff;
    }
}
