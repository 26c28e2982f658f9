package dev.periplus.classify;

import dev.periplus.flow.Said;

/**
 * Finds what TURN carries for a peer: the data of a channel (RFC 8656 section 12.4), or of a Send or Data indication
 * (sections 11.4 and 11.6).
 */
final class TurnData {
    private static final int CHANNEL_HEADER = 4;
    private static final int HEADER = 20;
    private static final int SEND = 0x0016;
    private static final int DATA_INDICATION = 0x0017;
    private static final int DATA = 0x0013;
    private static final int MOST_ATTRIBUTES = 16;

    private TurnData() {}

    /** Offset of the carried data in a datagram to or from a TURN server, 0 if there is none. */
    static int offset(Said said) {
        if (said.length() <= CHANNEL_HEADER) {
            return 0;
        }
        int type = u16(said, 0);
        if (type >> 12 == 4) {
            return CHANNEL_HEADER + u16(said, 2) <= said.wireLength() ? CHANNEL_HEADER : 0;
        }
        return type == SEND || type == DATA_INDICATION ? attribute(said) : 0;
    }

    private static int attribute(Said said) {
        int at = HEADER;
        for (int left = MOST_ATTRIBUTES; left > 0 && at + CHANNEL_HEADER < said.length(); left--) {
            if (u16(said, at) == DATA) {
                return at + CHANNEL_HEADER;
            }
            at += CHANNEL_HEADER + (u16(said, at + 2) + 3 & ~3);
        }
        return 0;
    }

    private static int u16(Said said, int at) {
        return (said.bytes()[at] & 0xff) << Byte.SIZE | said.bytes()[at + 1] & 0xff;
    }
}
