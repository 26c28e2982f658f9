package dev.periplus.detect;

import dev.periplus.decode.ByteCursor;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Formats names and values of a DNS message; only for messages that {@link DnsMessage} has parsed. */
final class DnsNames {
    static final int A = 1;
    static final int NS = 2;
    static final int CNAME = 5;
    static final int NULL = 10;
    static final int PTR = 12;
    static final int TXT = 16;
    static final int AAAA = 28;
    static final int NETBIOS = 32;
    static final int SRV = 33;
    static final int OPT = 41;

    private static final int MAX_STEPS = 128;
    private static final int MAX_NAME = 255;
    private static final int USUAL_NAME = 64;

    /** Characters of an octet that is not printable. */
    private static final int LONGEST_OCTET = 4;

    private DnsNames() {}

    /**
     * Reads the name at the cursor and moves past it, following pointers; without the final dot, "." for the root.
     * Bytes that are not printable ASCII become {@code \DDD} (RFC 1035 section 5.1).
     */
    static String read(ByteCursor cursor) {
        byte[] name = new byte[USUAL_NAME];
        int count = 0;
        int after = -1;
        for (int step = 0; step < MAX_STEPS && count <= MAX_NAME && !cursor.failed(); step++) {
            int length = cursor.u8();
            if (length == 0) {
                break;
            }
            if (length >= DnsMessage.POINTER) {
                int target = (length & 0x3f) << 8 | cursor.u8();
                after = after < 0 ? cursor.position() : after;
                cursor.seek(target);
                continue;
            }
            if (name.length < count + 1 + LONGEST_OCTET * length) {
                name = Arrays.copyOf(name, count + 1 + LONGEST_OCTET * length);
            }
            if (count > 0) {
                name[count++] = '.';
            }
            for (int i = 0; i < length && !cursor.failed(); i++) {
                count = put(name, count, cursor.u8());
            }
        }
        if (after >= 0) {
            cursor.seek(after);
        }
        return count == 0 ? "." : text(name, count);
    }

    /** Passes a name, of which a pointer is the end. */
    static void pass(ByteCursor cursor) {
        int length = cursor.u8();
        while (length > 0 && length < DnsMessage.POINTER && !cursor.failed()) {
            cursor.skip(length);
            length = cursor.u8();
        }
        cursor.skip(length >= DnsMessage.POINTER ? 1 : 0);
    }

    /** Decodes a half-ASCII NetBIOS name, with its type in hex (RFC 1001 section 14.1). */
    static String netbios(ByteCursor cursor) {
        if (cursor.u8() != 32) {
            return "";
        }
        byte[] name = new byte[16 * LONGEST_OCTET];
        int count = 0;
        int suffix = 0;
        for (int i = 0; i < 16; i++) {
            int octet = (cursor.u8() - 'A' & 15) << 4 | cursor.u8() - 'A' & 15;
            if (i == 15) {
                suffix = octet;
            } else if (octet != 0) {
                count = put(name, count, octet);
            }
        }
        return text(name, count).strip() + String.format("<%02x>", suffix);
    }

    /** Returns the name of a record type, or TYPE and its number (RFC 3597 section 5). */
    static String type(int type) {
        return switch (type) {
            case A -> "A";
            case NS -> "NS";
            case CNAME -> "CNAME";
            case 6 -> "SOA";
            case NULL -> "NULL";
            case PTR -> "PTR";
            case 15 -> "MX";
            case TXT -> "TXT";
            case AAAA -> "AAAA";
            case SRV -> "SRV";
            case 35 -> "NAPTR";
            case OPT -> "OPT";
            case 43 -> "DS";
            case 48 -> "DNSKEY";
            case 64 -> "SVCB";
            case 65 -> "HTTPS";
            case 251 -> "IXFR";
            case 252 -> "AXFR";
            case 255 -> "ANY";
            default -> "TYPE" + type;
        };
    }

    /** Returns the value of the record data at the cursor, or an empty string if it has no short form. */
    static String value(ByteCursor cursor, int type, int length) {
        return switch (type) {
            case A -> length == 4 ? cursor.u8() + "." + cursor.u8() + "." + cursor.u8() + "." + cursor.u8() : "";
            case AAAA -> length == 16 ? ipv6(cursor) : "";
            case NS, CNAME, PTR -> read(cursor);
            case SRV -> {
                cursor.skip(4);
                int port = cursor.u16();
                yield read(cursor) + ":" + port;
            }
            case TXT -> text(cursor, length);
            default -> "";
        };
    }

    private static String text(ByteCursor cursor, int length) {
        int count = Math.min(cursor.u8(), length - 1);
        byte[] text = new byte[LONGEST_OCTET * Math.max(0, count)];
        int end = 0;
        for (int i = 0; i < count; i++) {
            end = put(text, end, cursor.u8());
        }
        return text(text, end);
    }

    private static String ipv6(ByteCursor cursor) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            text.append(i == 0 ? "" : ":").append(Integer.toHexString(cursor.u16()));
        }
        return text.toString();
    }

    private static String text(byte[] ascii, int count) {
        return new String(ascii, 0, count, StandardCharsets.ISO_8859_1);
    }

    /** Writes an octet as text; returns the index behind it. */
    private static int put(byte[] to, int start, int octet) {
        int at = start;
        if (octet >= 0x20 && octet <= 0x7e) {
            to[at++] = (byte) octet;
        } else {
            to[at++] = '\\';
            to[at++] = (byte) ('0' + octet / 100);
            to[at++] = (byte) ('0' + octet / 10 % 10);
            to[at++] = (byte) ('0' + octet % 10);
        }
        return at;
    }
}
