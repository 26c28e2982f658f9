package dev.periplus.detect;

import dev.periplus.classify.Trail;
import dev.periplus.decode.ByteCursor;
import java.nio.charset.StandardCharsets;

/**
 * Extracts names from NTLMSSP messages (MS-NLMP 2.2.1.2 and 2.2.1.3), found by their signature anywhere in a security
 * token. Reusable.
 */
final class Ntlm {
    private static final int NEGOTIATE = 1;
    private static final int CHALLENGE = 2;
    private static final int AUTHENTICATE = 3;

    private static final byte[] SIGNATURE = "NTLMSSP\0".getBytes(StandardCharsets.US_ASCII);
    private static final int SEARCHED = 512;
    private static final int UNICODE = 1;
    private static final int TARGET_NAME = 12;
    private static final int CHALLENGE_FLAGS = 20;
    private static final int TARGET_INFO = 40;
    private static final int DOMAIN = 28;
    private static final int USER = 36;
    private static final int WORKSTATION = 44;
    private static final int AUTHENTICATE_FLAGS = 60;
    private static final int COMPUTER = 1;
    private static final int DNS_COMPUTER = 3;
    private static final int MOST_PAIRS = 16;
    private static final int LONGEST = 512;

    private final ByteCursor cursor = new ByteCursor();
    private int fieldLength;

    /**
     * Finds a message and records its names.
     *
     * @return the message type, 0 if there is no message
     */
    int tell(byte[] bytes, int from, int to, String group, Trail trail) {
        int at = find(bytes, from, to);
        cursor.reset(bytes, at < 0 ? to : at, at < 0 ? 0 : to - at);
        cursor.skip(SIGNATURE.length);
        int type = (int) cursor.u32le();
        if (cursor.failed() || type < NEGOTIATE || type > AUTHENTICATE) {
            return 0;
        }
        if (type == CHALLENGE) {
            boolean unicode = unicode(CHALLENGE_FLAGS);
            tell(trail, group, "target", field(TARGET_NAME, unicode));
            tellComputer(trail, group);
        } else if (type == AUTHENTICATE) {
            boolean unicode = unicode(AUTHENTICATE_FLAGS);
            tell(trail, group, "domain", field(DOMAIN, unicode));
            tell(trail, group, "user", field(USER, unicode));
            tell(trail, group, "host", field(WORKSTATION, unicode));
        }
        return type;
    }

    /** Offset of the signature in the first bytes, -1 if it is not there. */
    private static int find(byte[] bytes, int from, int to) {
        int last = Math.min(to - SIGNATURE.length, from + SEARCHED);
        for (int at = from; at <= last; at++) {
            int same = 0;
            while (same < SIGNATURE.length && bytes[at + same] == SIGNATURE[same]) {
                same++;
            }
            if (same == SIGNATURE.length) {
                return at;
            }
        }
        return -1;
    }

    private boolean unicode(int flagsAt) {
        cursor.seek(flagsAt);
        return (cursor.u32le() & UNICODE) != 0;
    }

    /** Reads the text that the length and offset at {@code at} point to; empty if it is not available. */
    private String field(int at, boolean unicode) {
        if (!point(at)) {
            return "";
        }
        byte[] value = cursor.take(Math.min(fieldLength, LONGEST));
        return new String(value, unicode ? StandardCharsets.UTF_16LE : StandardCharsets.ISO_8859_1);
    }

    private boolean point(int at) {
        if (cursor.failed()) {
            return false;
        }
        cursor.seek(at);
        fieldLength = cursor.u16le();
        cursor.skip(2);
        long offset = cursor.u32le();
        int length = cursor.position() + cursor.remaining();
        if (cursor.failed() || offset + fieldLength > length) {
            return false;
        }
        cursor.seek((int) offset);
        return true;
    }

    /** Records the server's names from the target information (MS-NLMP 2.2.2.1). */
    private void tellComputer(Trail trail, String group) {
        if (!point(TARGET_INFO)) {
            return;
        }
        int end = cursor.position() + fieldLength;
        for (int i = 0; i < MOST_PAIRS && cursor.position() + 4 <= end; i++) {
            int id = cursor.u16le();
            int length = cursor.u16le();
            if (id == 0 || length > LONGEST || cursor.position() + length > end) {
                return;
            }
            byte[] value = cursor.take(length);
            if (id == COMPUTER || id == DNS_COMPUTER) {
                String key = id == COMPUTER ? "server" : "server_dns";
                tell(trail, group, key, new String(value, StandardCharsets.UTF_16LE));
            }
        }
    }

    private static void tell(Trail trail, String group, String key, String value) {
        if (!value.isEmpty()) {
            trail.metadata(group, key, value);
        }
    }
}
