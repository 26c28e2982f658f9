package dev.periplus.detect;

import dev.periplus.decode.ByteCursor;
import java.nio.charset.StandardCharsets;

/**
 * The start of either side of HTTP/2 (RFC 9113 section 3.4): the client's preface, and the SETTINGS frame of both
 * (section 6.5). Reusable.
 */
final class Http2Start {
    /** What a side starts with. */
    enum Kind {
        NOT,
        PARTIAL,
        PREFACE,
        SETTINGS
    }

    static final int FRAME = 9;
    static final int PREFACE = 24;

    private static final int SETTINGS_FRAME = 4;
    private static final int SETTING = 6;
    private static final int MAX_SETTINGS = 64;
    private static final int LAST_KNOWN_SETTING = 9;
    private static final byte[] MAGIC = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final ByteCursor cursor = new ByteCursor();
    private int settings;

    Kind read(byte[] bytes, int length) {
        int same = 0;
        while (same < MAGIC.length && same < length && bytes[same] == MAGIC[same]) {
            same++;
        }
        if (same == MAGIC.length) {
            return Kind.PREFACE;
        }
        if (same == length) {
            return Kind.PARTIAL;
        }
        return bytes[0] == 0 ? readSettings(bytes, length) : Kind.NOT;
    }

    /** Number of settings in the frame. */
    int settings() {
        return settings;
    }

    private Kind readSettings(byte[] bytes, int length) {
        cursor.reset(bytes, 0, length);
        int payload = cursor.u24();
        int type = cursor.u8();
        int flags = cursor.u8();
        long stream = cursor.u32();
        settings = payload / SETTING;
        if (payload % SETTING != 0 || settings > MAX_SETTINGS || type != SETTINGS_FRAME && length > 3) {
            return Kind.NOT;
        }
        if (flags != 0 || stream != 0) {
            return Kind.NOT;
        }
        if (length < FRAME + payload) {
            return Kind.PARTIAL;
        }
        int known = 0;
        for (int i = 0; i < settings; i++) {
            int id = cursor.u16();
            known += id >= 1 && id <= LAST_KNOWN_SETTING ? 1 : 0;
            cursor.u32();
        }
        return known * 2 >= settings ? Kind.SETTINGS : Kind.NOT;
    }
}
