package dev.periplus.detect;

import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * QUIC versions, and the parameters that decrypt their Initial packets (RFC 9001 section 5.2, RFC 9369 section 3.3).
 */
final class QuicVersion {
    static final int NEGOTIATION = 0;
    static final int V1 = 1;
    static final int V2 = 0x6b3343cf;

    private static final int DRAFT = 0xff000000;
    private static final int FACEBOOK = 0xfaceb000;
    private static final byte[] SALT_V1 = salt("38762cf7f55934b34d179ae6a4c80cadccbb7f0a");
    private static final byte[] SALT_V2 = salt("0dede3def700a6db819381be6e269dcbf9bd2ed9");
    private static final byte[] SALT_DRAFT_29 = salt("afbfec289993d24c9e9786f19c6111e04390a899");
    private static final byte[] SALT_DRAFT_23 = salt("c3eef712c72ebb5a11a7d2432bb46365bef9f502");
    private static final byte[] SALT_DRAFT_22 = salt("7fbcdb0e7c66bbe9193a96cd21519ebd7a02644a");
    private static final byte[] SALT_Q050 = salt("504574efd066fe2f9d945cfcdbd3a7f0d3b56b45");
    private static final byte[] SALT_T050 = salt("7ff579e5acd072915580304c43a2367c60488310");
    private static final byte[] SALT_T051 = salt("7a4edef4e7ccee5fa4506c19124fc8ccda6e033d");

    private QuicVersion() {}

    /** Whether the version has the long header of RFC 9000. */
    static boolean isKnown(int version) {
        return version == V1
                || version == V2
                || draft(version) > 0
                || (version & 0xffffffe0) == FACEBOOK
                || isGoogle(version) && googleNumber(version) >= 49;
    }

    /** Whether the version is reserved to exercise version negotiation (RFC 9000 section 15). */
    static boolean isReserved(int version) {
        return (version & 0x0f0f0f0f) == 0x0a0a0a0a;
    }

    /** Whether the version predates the IETF's: Q or T, 0 and two digits. */
    static boolean isGoogle(int version) {
        int letter = version >>> 24;
        return (letter == 'Q' || letter == 'T')
                && (version >> 16 & 0xff) == '0'
                && digit(version >> 8)
                && digit(version);
    }

    static int googleNumber(int version) {
        return ((version >> 8 & 0xff) - '0') * 10 + (version & 0xff) - '0';
    }

    /** Type bits of an Initial packet. */
    static int initialType(int version) {
        return version == V2 ? 1 : 0;
    }

    /** Prefix of the labels for key derivation. */
    static String labels(int version) {
        return version == V2 ? "quicv2 " : "quic ";
    }

    /** Salt of the Initial secret, or null if it is unknown. */
    static byte @Nullable [] salt(int version) {
        int draft = draft(version);
        if (version == V1 || draft >= 33) {
            return SALT_V1;
        }
        if (version == V2) {
            return SALT_V2;
        }
        if (draft > 0) {
            return draft >= 29 ? SALT_DRAFT_29 : draft >= 23 ? SALT_DRAFT_23 : SALT_DRAFT_22;
        }
        if ((version & 0xffffffe0) == FACEBOOK) {
            return version == FACEBOOK + 1 ? SALT_DRAFT_22 : SALT_DRAFT_23;
        }
        return switch (version) {
            case 0x51303530 -> SALT_Q050;
            case 0x54303530 -> SALT_T050;
            case 0x54303531 -> SALT_T051;
            default -> null;
        };
    }

    static String name(int version) {
        if (version == V1 || version == V2) {
            return version == V1 ? "1" : "2";
        }
        if (draft(version) > 0) {
            return "draft-" + draft(version);
        }
        if ((version & 0xffffffe0) == FACEBOOK) {
            return "mvfst-" + (version & 0x1f);
        }
        if (isGoogle(version)) {
            return (char) (version >>> 24) + "0" + (char) (version >> 8 & 0xff) + (char) (version & 0xff);
        }
        return "0x" + HexFormat.of().toHexDigits(version);
    }

    /** Number of a draft with the packet format of RFC 9000, or 0. */
    private static int draft(int version) {
        int number = version - DRAFT;
        return number >= 22 && number <= 34 ? number : 0;
    }

    private static boolean digit(int c) {
        return (c & 0xff) >= '0' && (c & 0xff) <= '9';
    }

    private static byte[] salt(String hex) {
        return HexFormat.of().parseHex(hex);
    }
}
