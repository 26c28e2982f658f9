package dev.periplus.detect;

import dev.periplus.decode.ByteCursor;
import dev.periplus.flow.Said;

/**
 * The hellos of SSL 2.0, which SSL 3.0 and TLS 1.0 clients also sent (RFC 5246 appendix E.2): a two-byte length and
 * parts that must fill the message exactly.
 */
final class Ssl2Hello {
    private Ssl2Hello() {}

    /** Returns the version that a client offers, or 0 if the side does not start with such a hello. */
    static int client(Said said) {
        ByteCursor cursor = said.cursor(new ByteCursor());
        int length = cursor.u16() ^ 0x8000;
        int type = cursor.u8();
        int version = cursor.u16();
        int ciphers = cursor.u16();
        int sessionId = cursor.u16();
        int challenge = cursor.u16();
        boolean fits = !cursor.failed()
                && type == 1
                && (version == 2 || version >= 0x0300 && version <= 0x0303)
                && ciphers > 0
                && ciphers % 3 == 0
                && (sessionId == 0 || sessionId == 16)
                && challenge >= 16
                && challenge <= 32
                && 9 + ciphers + sessionId + challenge == length;
        return fits ? version : 0;
    }

    /** Whether the side starts with the hello of an SSL 2.0 server. */
    static boolean isServer(Said said) {
        ByteCursor cursor = said.cursor(new ByteCursor());
        int length = cursor.u16() ^ 0x8000;
        int type = cursor.u8();
        int resumed = cursor.u8();
        int certificateType = cursor.u8();
        int version = cursor.u16();
        int certificate = cursor.u16();
        int ciphers = cursor.u16();
        int connectionId = cursor.u16();
        return !cursor.failed()
                && type == 4
                && resumed <= 1
                && certificateType <= 1
                && version == 2
                && ciphers % 3 == 0
                && connectionId <= 32
                && 11 + certificate + ciphers + connectionId == length;
    }
}
