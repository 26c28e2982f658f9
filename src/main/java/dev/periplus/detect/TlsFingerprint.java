package dev.periplus.detect;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.IntPredicate;

/**
 * Fingerprints of hellos: JA3 and JA3S (MD5 of the decimal fields in order), and JA4 of the client (readable part, then
 * truncated SHA-256 of the sorted cipher suites, and of the sorted extensions with the signature algorithms). All of
 * them omit the values reserved by RFC 8701.
 */
final class TlsFingerprint {
    private static final HexFormat HEX = HexFormat.of();
    private static final ThreadLocal<MessageDigest> MD5 = ThreadLocal.withInitial(() -> digest("MD5"));
    private static final ThreadLocal<MessageDigest> SHA256 = ThreadLocal.withInitial(() -> digest("SHA-256"));

    /** Extension types (RFC 6066, RFC 7301). */
    private static final int SERVER_NAME = 0;

    private static final int ALPN = 16;

    private TlsFingerprint() {}

    static String ja3(TlsHello hello) {
        return hash(MD5.get(), ja3Text(hello));
    }

    static String ja3Text(TlsHello hello) {
        StringBuilder text = new StringBuilder(256).append(hello.legacyVersion);
        decimal(hello.ciphers, text);
        decimal(hello.extensions, text);
        if (hello.client) {
            decimal(hello.groups, text);
            decimal(hello.pointFormats, text);
        }
        return text.toString();
    }

    /** @param transport t for TLS, d for DTLS, q for QUIC */
    static String ja4(TlsHello hello, char transport) {
        int[] ciphers = ungreased(hello.ciphers);
        int[] extensions = ungreased(hello.extensions);
        int[] hashed = kept(extensions, type -> type != SERVER_NAME && type != ALPN);
        boolean named = contains(extensions, SERVER_NAME);
        int[] signatures = ungreased(hello.signatureAlgorithms);
        Arrays.sort(ciphers);
        Arrays.sort(hashed);
        StringBuilder text = new StringBuilder(36);
        text.append(transport).append(version(hello.version)).append(named ? 'd' : 'i');
        count(ciphers.length, text);
        count(extensions.length, text);
        text.append(ends(hello)).append('_').append(short256(hexList(ciphers))).append('_');
        String list = hexList(hashed);
        boolean signed = hashed.length > 0 && signatures.length > 0;
        return text.append(short256(signed ? list + "_" + hexList(signatures) : list))
                .toString();
    }

    /**
     * First and last character of the first ALPN value, or of its hexadecimal form if they are not letters or digits.
     */
    private static String ends(TlsHello hello) {
        if (hello.protocols.isEmpty() || hello.protocols.get(0).isEmpty()) {
            return "00";
        }
        String first = hello.protocols.get(0);
        char begin = first.charAt(0);
        char end = first.charAt(first.length() - 1);
        if (letterOrDigit(begin) && letterOrDigit(end)) {
            return "" + begin + end;
        }
        return "" + HEX.toHexDigits((byte) begin).charAt(0)
                + HEX.toHexDigits((byte) end).charAt(1);
    }

    private static boolean letterOrDigit(char c) {
        return c < 0x80 && Character.isLetterOrDigit(c);
    }

    private static String version(int version) {
        return switch (version) {
            case 0x0002 -> "s2";
            case 0x0300 -> "s3";
            case 0x0301 -> "10";
            case 0x0302 -> "11";
            case 0x0303 -> "12";
            case 0x0304 -> "13";
            case 0xfeff -> "d1";
            case 0xfefd -> "d2";
            case 0xfefc -> "d3";
            default -> "00";
        };
    }

    private static void count(int count, StringBuilder to) {
        int shown = Math.min(count, 99);
        to.append((char) ('0' + shown / 10)).append((char) ('0' + shown % 10));
    }

    private static boolean isGrease(int number) {
        return (number & 0x0f0f) == 0x0a0a && number >> 8 == (number & 0xff);
    }

    private static int[] ungreased(int[] numbers) {
        return kept(numbers, number -> !isGrease(number));
    }

    private static int[] kept(int[] numbers, IntPredicate wanted) {
        int[] kept = new int[numbers.length];
        int count = 0;
        for (int number : numbers) {
            if (wanted.test(number)) {
                kept[count++] = number;
            }
        }
        return Arrays.copyOf(kept, count);
    }

    private static boolean contains(int[] numbers, int wanted) {
        for (int number : numbers) {
            if (number == wanted) {
                return true;
            }
        }
        return false;
    }

    private static void decimal(int[] numbers, StringBuilder to) {
        char separator = ',';
        for (int number : ungreased(numbers)) {
            to.append(separator).append(number);
            separator = '-';
        }
        to.append(separator == ',' ? "," : "");
    }

    private static String hexList(int[] numbers) {
        StringBuilder text = new StringBuilder(numbers.length * 5);
        for (int number : numbers) {
            if (text.length() > 0) {
                text.append(',');
            }
            HEX.toHexDigits(text, (byte) (number >> 8));
            HEX.toHexDigits(text, (byte) number);
        }
        return text.toString();
    }

    private static String short256(String text) {
        return text.isEmpty() ? "000000000000" : hash(SHA256.get(), text).substring(0, 12);
    }

    private static String hash(MessageDigest digest, String text) {
        return HEX.formatHex(digest.digest(text.getBytes(StandardCharsets.ISO_8859_1)));
    }

    private static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(algorithm + " is required of every Java platform", e);
        }
    }
}
