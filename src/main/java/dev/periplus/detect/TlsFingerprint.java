package dev.periplus.detect;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Fingerprints of hellos: JA3 and JA3S (MD5 over the decimal fields in their order), and JA4 of the client (readable
 * part, then truncated SHA-256 of the sorted cipher suites, and of the sorted extensions with the signature
 * algorithms). The numbers reserved by RFC 8701 are left out of all of them.
 */
final class TlsFingerprint {
    private static final HexFormat HEX = HexFormat.of();

    private TlsFingerprint() {}

    static String ja3(TlsHello hello) {
        return hash("MD5", ja3Text(hello));
    }

    static String ja3Text(TlsHello hello) {
        String common = hello.legacyVersion + "," + decimal(hello.ciphers) + "," + decimal(hello.extensions);
        return hello.client ? common + "," + decimal(hello.groups) + "," + decimal(hello.pointFormats) : common;
    }

    /** @param transport t for TLS, d for DTLS, q for QUIC */
    static String ja4(TlsHello hello, char transport) {
        int[] ciphers = ungreased(hello.ciphers).sorted().toArray();
        int[] extensions = ungreased(hello.extensions).toArray();
        int[] hashed = Arrays.stream(extensions)
                .filter(type -> type != 0 && type != 16)
                .sorted()
                .toArray();
        boolean named = Arrays.stream(extensions).anyMatch(type -> type == 0);
        String signatures = ungreased(hello.signatureAlgorithms)
                .mapToObj(TlsFingerprint::hex)
                .collect(Collectors.joining(","));
        return transport
                + version(hello.version)
                + (named ? 'd' : 'i')
                + count(ciphers.length)
                + count(extensions.length)
                + ends(hello)
                + '_'
                + short256(hexList(ciphers))
                + '_'
                + short256(hashed.length == 0 ? "" : hexList(hashed) + (signatures.isEmpty() ? "" : "_" + signatures));
    }

    /**
     * First and last character of the first ALPN value, or of its hexadecimal form where they are no letters or
     * digits.
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

    private static String count(int count) {
        return String.format(Locale.ROOT, "%02d", Math.min(count, 99));
    }

    private static IntStream ungreased(int[] numbers) {
        return Arrays.stream(numbers).filter(number -> (number & 0x0f0f) != 0x0a0a || number >> 8 != (number & 0xff));
    }

    private static String decimal(int[] numbers) {
        return ungreased(numbers).mapToObj(Integer::toString).collect(Collectors.joining("-"));
    }

    private static String hexList(int[] numbers) {
        return Arrays.stream(numbers).mapToObj(TlsFingerprint::hex).collect(Collectors.joining(","));
    }

    private static String hex(int number) {
        return HEX.toHexDigits((short) number);
    }

    private static String short256(String text) {
        return text.isEmpty() ? "000000000000" : hash("SHA-256", text).substring(0, 12);
    }

    private static String hash(String algorithm, String text) {
        try {
            return HEX.formatHex(
                    MessageDigest.getInstance(algorithm).digest(text.getBytes(StandardCharsets.ISO_8859_1)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has " + algorithm, e);
        }
    }
}
