package dev.periplus.detect;

import dev.periplus.classify.Trail;
import dev.periplus.decode.ByteCursor;
import dev.periplus.flow.Said;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Google's QUIC before the IETF version: the public header up to Q043, the long headers of Q044 to Q049, and the tagged
 * values of its client hello ("QUIC Wire Layout Specification" and "QUIC Crypto", 2016).
 */
final class GoogleQuic {
    private static final int HAS_VERSION = 1;
    private static final int RESET = 2;
    private static final int HAS_ID = 8;
    private static final int ID = 8;
    private static final int CHLO = tag("CHLO");
    private static final int REJ = tag("REJ\0");
    private static final int SHLO = tag("SHLO");
    private static final int PRST = tag("PRST");
    private static final int SNI = tag("SNI\0");
    private static final int AGENT = tag("UAID");
    private static final int HELLO_WITHIN = 64;
    private static final int MAX_TAGS = 128;

    private static final double NO_HELLO = 80;
    private static final double HELLO = 120;

    private final ByteCursor cursor = new ByteCursor();

    /** Whether the first byte of a datagram may be that of a public header with a connection ID. */
    static boolean hasPublicHeader(int first) {
        return (first & 0xc0) == 0 && (first & HAS_ID) != 0;
    }

    /** Returns true if the datagram belongs to such a version. */
    boolean look(Said said, int side, QuicTrace trace, Trail trail) {
        said.cursor(cursor);
        int flags = cursor.u8();
        if (flags >= 0x80) {
            return longHeader(said, trace, trail);
        }
        if (!hasPublicHeader(flags)) {
            return false;
        }
        byte[] id = cursor.take(ID);
        if (cursor.failed()) {
            return false;
        }
        boolean matches = trace.matches(side, id, id);
        if ((flags & RESET) != 0) {
            return reset(said, matches, trace, trail);
        }
        if ((flags & HAS_VERSION) != 0) {
            return version(said, matches, trace, trail);
        }
        if (matches && trace.tally.given() > 0) {
            trace.tally.raise(trail, HELLO, "both sides use the same QUIC connection ID", said, 0, 1 + ID);
            return true;
        }
        return answer(said, trace, trail);
    }

    /** Recognises a server's cleartext reply to a client hello. */
    private boolean answer(Said said, QuicTrace trace, Trail trail) {
        int at = find(said, REJ);
        at = at < 0 ? find(said, SHLO) : at;
        if (at >= 0) {
            trace.tally.raise(trail, NO_HELLO, "QUIC server reply to a client hello", said, at, 4);
        }
        return at >= 0;
    }

    /** Returns the offset of a tag in the first bytes after the header, -1 if it is not there. */
    private int find(Said said, int tag) {
        int end = Math.min(1 + ID + HELLO_WITHIN, said.length() - 4);
        for (int at = 1 + ID; at <= end; at++) {
            said.cursor(cursor).seek(at);
            if ((int) cursor.u32() == tag) {
                return at;
            }
        }
        return -1;
    }

    private boolean longHeader(Said said, QuicTrace trace, Trail trail) {
        int version = (int) cursor.u32();
        if (cursor.failed() || !QuicVersion.isGoogle(version) || QuicVersion.googleNumber(version) < 43) {
            return false;
        }
        found(said, version, trace, trail);
        return true;
    }

    private boolean version(Said said, boolean matches, QuicTrace trace, Trail trail) {
        int version = (int) cursor.u32();
        if (cursor.failed() || !QuicVersion.isGoogle(version)) {
            return false;
        }
        if (!matches || cursor.remaining() > 0 && !onlyVersions()) {
            found(said, version, trace, trail);
            return true;
        }
        String says = "QUIC version negotiation by a " + QuicVersion.name(version) + " server";
        trace.tally.raise(trail, HELLO, says, said, 0, 1 + ID + 4);
        return true;
    }

    private boolean onlyVersions() {
        boolean only = cursor.remaining() % 4 == 0;
        while (only && cursor.remaining() > 0) {
            only = QuicVersion.isGoogle((int) cursor.u32());
        }
        return only;
    }

    private boolean reset(Said said, boolean matches, QuicTrace trace, Trail trail) {
        if ((int) cursor.u32() != PRST) {
            return false;
        }
        trace.tally.raise(trail, matches ? HELLO : NO_HELLO, "QUIC public reset", said, 0, 1 + ID + 4);
        return true;
    }

    private void found(Said said, int version, QuicTrace trace, Trail trail) {
        String name = QuicVersion.name(version);
        if (!trace.versionTold) {
            trace.versionTold = true;
            trail.metadata("quic", "version", name);
        }
        int at = find(said, CHLO);
        if (at >= 0) {
            String host = hello(cursor, trail);
            String says = "QUIC " + name + " client hello" + (host.isEmpty() ? "" : " for " + host);
            trace.tally.raise(trail, HELLO, says, said, at, 4);
            return;
        }
        trace.tally.raise(trail, NO_HELLO, "QUIC " + name + " header", said, 0, 1 + ID + 4);
    }

    /** Whether the bytes start with a client hello. */
    static boolean isHello(byte[] bytes, int length) {
        return (int) new ByteCursor().reset(bytes, 0, length).u32() == CHLO;
    }

    /**
     * Reads the tags of a client hello.
     *
     * @param after cursor just after the tag CHLO
     * @return the server's name, empty if it is not available
     */
    static String hello(ByteCursor after, Trail trail) {
        int count = after.u16le();
        after.skip(2);
        int values = after.position() + count * 8;
        if (after.failed() || count > MAX_TAGS) {
            return "";
        }
        int[] tags = new int[count];
        long[] ends = new long[count];
        for (int i = 0; i < count; i++) {
            tags[i] = (int) after.u32();
            ends[i] = after.u32le();
        }
        String host = "";
        for (int i = 0; i < count; i++) {
            long begin = i == 0 ? 0 : ends[i - 1];
            if ((tags[i] == SNI || tags[i] == AGENT) && ends[i] > begin && ends[i] <= HandshakeFragments.LIMIT) {
                after.seek(values + (int) begin);
                byte[] value = after.take((int) (ends[i] - begin));
                if (after.failed()) {
                    return host;
                }
                String text = new String(value, StandardCharsets.UTF_8);
                trail.metadata("quic", tags[i] == SNI ? "sni" : "agent", text);
                host = tags[i] == SNI ? text : host;
            }
        }
        return host;
    }

    private static int tag(String name) {
        byte[] bytes = Arrays.copyOf(name.getBytes(StandardCharsets.US_ASCII), 4);
        return bytes[0] << 24 | bytes[1] << 16 | bytes[2] << 8 | bytes[3];
    }
}
