package dev.periplus.detect;

import dev.periplus.decode.ByteCursor;

/**
 * The fields of a discovery message, one after another: LLDP's of 7 bits of type and 9 of length (IEEE 802.1AB-2016
 * section 8.4.1), or those of Cisco Discovery Protocol of 16 bits each, whose length includes both. Reusable.
 */
final class DiscoveryFields {
    private static final int MOST = 64;
    private static final int CISCO_HEADER = 4;

    private final ByteCursor cursor;
    private boolean cisco;
    private int read;
    private int after;

    /** Type of the current field. */
    int type;

    /** Offset of its value in the cursor, which stands there. */
    int at;

    /** Bytes of its value. */
    int length;

    DiscoveryFields(ByteCursor cursor) {
        this.cursor = cursor;
    }

    /** Begins with the first field of an LLDP message. */
    DiscoveryFields lldp() {
        return begin(false, 0);
    }

    /** Begins with the first field of a message of Cisco's, after version, time to live and checksum. */
    DiscoveryFields cisco() {
        return begin(true, CISCO_HEADER);
    }

    private DiscoveryFields begin(boolean ofCisco, int start) {
        cisco = ofCisco;
        read = 0;
        after = start;
        return this;
    }

    /** Goes to the next field that is there as a whole; returns false if there is none. */
    boolean next() {
        cursor.seek(after);
        if (read == MOST || cursor.remaining() < (cisco ? 4 : 2)) {
            return false;
        }
        read++;
        int head = cursor.u16();
        type = cisco ? head : head >> 9;
        length = cisco ? cursor.u16() - 4 : head & 0x1ff;
        at = cursor.position();
        after = at + length;
        return (cisco || type != 0) && length >= 0 && length <= cursor.remaining();
    }

    /** Whether this is the first field. */
    boolean isFirst() {
        return read == 1;
    }
}
