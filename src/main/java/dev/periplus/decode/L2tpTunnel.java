package dev.periplus.decode;

import static dev.periplus.decode.Octets.i32;
import static dev.periplus.decode.Octets.u16;
import static dev.periplus.decode.Octets.u8;

/** Headers of L2TP data messages: version 2 (RFC 2661 section 3.1) and version 3 (RFC 3931 sections 4.1 and 4.6). */
final class L2tpTunnel {
    /** The first four bytes of a data message of version 3 over UDP. */
    static final int VERSION_3 = 0x0003_0000;

    private static final int VERSION_2 = 0x0002;

    /** All but those that say which fields there are: this is a control message, or no L2TP. */
    private static final int FIXED = 0xb4ff;

    private static final int LENGTH = 0x4000;
    private static final int SEQUENCE = 0x0800;
    private static final int OFFSET = 0x0200;

    /** A cookie of 0, 4 or 8 bytes, and a sublayer of 0 or 4 bytes: both sides agree on them, no packet says so. */
    private static final int MOST_BETWEEN = 12;

    private static final int PPP = 0xff03;
    private static final int HDLC = 0x0f00;

    private L2tpTunnel() {}

    /** Whether the first four bytes fit a data message of either version over UDP. */
    static boolean maybe(int first) {
        return (first >>> 16 & FIXED) == VERSION_2 || first == VERSION_3;
    }

    /** Length of the header of a data message of version 2 with these flags; -1 if it is none or does not fit. */
    static int header(byte[] bytes, int at, int limit, int length, int flags) {
        if ((flags & FIXED) != VERSION_2) {
            return -1;
        }
        if ((flags & LENGTH) != 0 && u16(bytes, at + 2) != length) {
            return -1;
        }
        int header = 6 + ((flags & LENGTH) != 0 ? 2 : 0) + ((flags & SEQUENCE) != 0 ? 4 : 0);
        if ((flags & OFFSET) != 0) {
            header += limit - at < header + 2 ? Short.MAX_VALUE : 2 + u16(bytes, at + header);
        }
        return header + 2 < limit - at ? header : -1;
    }

    /** Bytes between the session of version 3 and the frame at {@code at}; -1 if no frame or packet is found. */
    static int session(byte[] bytes, int at, int limit, int length) {
        for (int between = 0; between <= MOST_BETWEEN; between += 4) {
            int from = at + between;
            int left = length - between;
            if (InnerFrame.isProvenEthernet(bytes, from, limit, left) || isProven(bytes, from, limit, left)) {
                return between;
            }
        }
        return -1;
    }

    private static boolean isProven(byte[] bytes, int from, int limit, int left) {
        long found = limit - from < 4 ? Found.NOT_IP : line(bytes, from, limit);
        int ip = Found.isIp(found) ? Found.offset(found) : limit;
        return ip < limit && InnerFrame.isProven(bytes, Found.version(found), ip, limit, left - (ip - from));
    }

    /** What begins here: bare IP, PPP or HDLC, or an Ethernet frame. */
    static long found(byte[] bytes, int from, int limit) {
        long found = line(bytes, from, limit);
        return Found.isIp(found) ? found : Ethernet.frame(bytes, from, limit);
    }

    private static long line(byte[] bytes, int from, int limit) {
        int first = u16(bytes, from);
        if (first == PPP || first == HDLC) {
            return PointToPoint.ppp(bytes, from, limit);
        }
        int version = u8(bytes, from) >> 4;
        boolean bare = (version == 4 || version == 6) && i32(bytes, from) != 0;
        return bare && InnerFrame.isProvenIp(bytes, from, limit, limit - from)
                ? Found.ip(version, from, 0)
                : Found.NOT_IP;
    }
}
