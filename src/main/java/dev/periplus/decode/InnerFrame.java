package dev.periplus.decode;

import static dev.periplus.decode.Octets.i64;
import static dev.periplus.decode.Octets.u16;
import static dev.periplus.decode.Octets.u8;

/**
 * Checks whether bytes are a frame that a tunnel carries. The check is strict because nothing else distinguishes a
 * tunnel over UDP from other data.
 */
final class InnerFrame {
    /** Ethernet pads frames to 60 bytes and may keep a 4-byte checksum. */
    private static final int PADDING = 50;

    private static final int TAG = 4;
    private static final int MULTICAST = 1;
    private static final long ARP_ETHERNET_IPV4 = 0x0001_0800_0604L;
    private static final int SPANNING_TREE = 0x4242;

    private InnerFrame() {}

    /**
     * Length stated in the header of an IP packet of this version; {@code length} if segmentation offload left it zero;
     * -1 if there is no such header or it states more than {@code length}.
     */
    static int ipLength(byte[] bytes, int version, int at, int limit, int length) {
        int stated;
        if (version == 4) {
            if (limit - at < Ipv4.HEADER || u8(bytes, at) >> 4 != 4) {
                return -1;
            }
            int header = (u8(bytes, at) & 0xf) << 2;
            stated = u16(bytes, at + 2);
            stated = stated == 0 && length > 0xffff ? length : stated;
            return header < Ipv4.HEADER || header > stated || stated > length ? -1 : stated;
        }
        if (version != 6 || limit - at < Ipv6.HEADER || u8(bytes, at) >> 4 != 6) {
            return -1;
        }
        int payload = u16(bytes, at + 4);
        stated = payload == 0 && length > 0xffff ? length : payload + Ipv6.HEADER;
        return stated > length ? -1 : stated;
    }

    /** Whether this is an Ethernet frame that carries IP, ARP, LLDP or spanning tree, and nothing after it. */
    static boolean isEthernet(byte[] bytes, int at, int limit, int length) {
        if (limit - at < Ethernet.HEADER + 8 || (u8(bytes, at + 6) & MULTICAST) != 0) {
            return false;
        }
        long found = Ethernet.frame(bytes, at, limit);
        if (Found.isIp(found)) {
            int offset = Found.offset(found);
            int left = length - (offset - at);
            int stated = ipLength(bytes, Found.version(found), offset, limit, left);
            return stated > 0 && left - stated <= PADDING;
        }
        int tag = EtherType.isVlan(u16(bytes, at + 12)) ? TAG : 0;
        return limit - at >= Ethernet.HEADER + 8 + tag && isOtherwiseUsual(bytes, at + tag);
    }

    private static boolean isOtherwiseUsual(byte[] bytes, int at) {
        int type = u16(bytes, at + 12);
        return switch (type) {
            case EtherType.ARP -> i64(bytes, at + Ethernet.HEADER) >>> 16 == ARP_ETHERNET_IPV4;
            case EtherType.LLDP -> true;
            default -> type <= EtherType.LARGEST_LENGTH && u16(bytes, at + Ethernet.HEADER) == SPANNING_TREE;
        };
    }
}
