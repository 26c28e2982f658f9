package dev.periplus.detect;

import dev.periplus.decode.ByteCursor;
import dev.periplus.flow.Said;
import java.util.Arrays;

/** The long header of a QUIC packet (RFC 8999 section 5.1, RFC 9000 section 17.2). Reusable. */
final class QuicHeader {
    /** Type bits of version 1. */
    static final int INITIAL = 0;

    static final int ZERO_RTT = 1;
    static final int HANDSHAKE = 2;
    static final int RETRY = 3;

    private static final int MAX_ID = 20;
    private static final int RETRY_TAG = 16;
    private static final int LEAST_ECHO = 4;

    private final ByteCursor cursor = new ByteCursor();
    private int start;
    private int version;
    private int type;
    private int destinationAt;
    private int destinationLength;
    private int sourceAt;
    private int sourceLength;
    private int tokenLength;
    private int numberAt;
    private int end;

    /** Reads the header at {@code at}; returns false if it is not a long header of a known version. */
    boolean read(Said said, int at) {
        return readGreased(said, at) && (version == QuicVersion.NEGOTIATION || (said.bytes()[at] & 0x40) != 0);
    }

    /** Reads it even if the bit that is fixed otherwise is not set, as both sides may agree (RFC 9287). */
    boolean readGreased(Said said, int at) {
        said.cursor(cursor).seek(at);
        start = at;
        int first = cursor.u8();
        version = (int) cursor.u32();
        destinationLength = cursor.u8();
        destinationAt = at + 6;
        cursor.skip(destinationLength);
        sourceLength = cursor.u8();
        sourceAt = cursor.position();
        cursor.skip(sourceLength);
        if (cursor.failed() || first < 0x80 || destinationLength > MAX_ID || sourceLength > MAX_ID) {
            return false;
        }
        end = said.wireLength();
        numberAt = cursor.position();
        if (version == QuicVersion.NEGOTIATION) {
            return true;
        }
        type = (first >> 4 & 3) - QuicVersion.initialType(version) & 3;
        return (QuicVersion.isKnown(version) || QuicVersion.isReserved(version))
                && (type == RETRY ? end - numberAt >= RETRY_TAG : readLength());
    }

    /**
     * Whether the other side's latest packet, of any version, has these connection IDs the other way round (RFC 8999
     * section 6); IDs of less than four bytes in all prove nothing.
     */
    boolean isEchoed(Said other, byte[] destination, byte[] source) {
        byte[] bytes = other.bytes();
        int length = other.length();
        if (destination.length + source.length < LEAST_ECHO || length < 7 || bytes[0] >= 0) {
            return false;
        }
        int to = 6 + (bytes[5] & 0xff);
        int from = to + 1;
        int end = to >= length ? length : from + (bytes[to] & 0xff);
        return to < length
                && end <= length
                && Arrays.equals(bytes, 6, to, source, 0, source.length)
                && Arrays.equals(bytes, from, end, destination, 0, destination.length);
    }

    private boolean readLength() {
        tokenLength = 0;
        if (type == INITIAL) {
            long token = cursor.varint();
            if (token > cursor.remaining()) {
                return false;
            }
            tokenLength = (int) token;
            cursor.skip(tokenLength);
        }
        long length = cursor.varint();
        numberAt = cursor.position();
        if (cursor.failed() || length < 20 || length > end - numberAt) {
            return false;
        }
        end = numberAt + (int) length;
        return true;
    }

    /** Offset of the packet in the datagram. */
    int start() {
        return start;
    }

    int version() {
        return version;
    }

    int type() {
        return type;
    }

    int destinationLength() {
        return destinationLength;
    }

    int tokenLength() {
        return tokenLength;
    }

    /** Offset of the packet number, or of the data after the connection IDs if there is none. */
    int numberAt() {
        return numberAt;
    }

    /** End of the packet, from its length field or the end of the datagram. */
    int end() {
        return end;
    }

    byte[] destination(byte[] bytes) {
        return Arrays.copyOfRange(bytes, destinationAt, destinationAt + destinationLength);
    }

    byte[] source(byte[] bytes) {
        return Arrays.copyOfRange(bytes, sourceAt, sourceAt + sourceLength);
    }
}
