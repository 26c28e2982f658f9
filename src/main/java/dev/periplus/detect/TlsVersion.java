package dev.periplus.detect;

/** Version numbers of TLS and DTLS, and their display names. */
final class TlsVersion {
    private TlsVersion() {}

    /** Whether the version field of a TLS record or hello may hold this number. */
    static boolean isLegacy(int version) {
        return version >= 0x0300 && version <= 0x0304;
    }

    /** Whether the version field of a DTLS record may hold this number; 0x0100 is OpenSSL's from before RFC 4347. */
    static boolean isDatagram(int version) {
        return version == 0xfeff || version == 0xfefd || version == 0x0100;
    }

    /** Orders versions from old to new; 0 for numbers that are not versions, such as those of RFC 8701. */
    static int rank(int version) {
        if (version >> 8 == 0x7f || version >> 8 == 0xfb) {
            return 4; // 1.3 drafts
        }
        return switch (version) {
            case 0x0300, 0x0100 -> 1;
            case 0x0301, 0x0302, 0xfeff -> 2;
            case 0x0303, 0xfefd -> 3;
            case 0x0304, 0xfefc -> 5;
            default -> 0;
        };
    }

    /** Whether certificates are encrypted, which is so from 1.3 on. */
    static boolean hidesCertificates(int version) {
        return rank(version) >= 4;
    }

    static String name(int version) {
        return switch (version) {
            case 0x0002 -> "SSL 2.0";
            case 0x0300 -> "SSL 3.0";
            case 0x0301, 0xfeff -> "1.0";
            case 0x0302 -> "1.1";
            case 0x0303, 0xfefd -> "1.2";
            case 0x0304, 0xfefc -> "1.3";
            case 0x0100 -> "before 1.0";
            default ->
                rank(version) == 4
                        ? "1.3 draft " + (version & 0xff)
                        : "0x" + Integer.toHexString(0x10000 | version).substring(1);
        };
    }
}
