package dev.periplus.synthetic;

import java.util.Arrays;

/** Wraps an IP packet in a frame: Ethernet, with optional tags and a tunnel. */
interface Carrier {
    /** Returns the whole frame. */
    byte[] frame(byte[] packet, String from, String to);

    /** Ethernet II; MAC addresses are derived from the IP addresses. */
    static Carrier ethernet() {
        return (packet, from, to) -> ethernet(packet, from, to, new byte[0]);
    }

    /** IEEE 802.1Q. */
    static Carrier vlan(int id) {
        byte[] tag = new Bytes().u16(0x8100).u16(id).array();
        return (packet, from, to) -> ethernet(packet, from, to, tag);
    }

    /** IEEE 802.1ad: a service tag around a customer tag. */
    static Carrier qinq(int outer, int inner) {
        byte[] tags = new Bytes().u16(0x88a8).u16(outer).u16(0x8100).u16(inner).array();
        return (packet, from, to) -> ethernet(packet, from, to, tags);
    }

    /** GRE without options (RFC 2784) between two routers; {@code inner} is the address behind {@code near}. */
    static Carrier gre(String inner, String near, String far) {
        return (packet, from, to) -> {
            boolean out = from.equals(inner);
            byte[] carried =
                    new Bytes().u16(0).u16(etherType(packet)).raw(packet).array();
            return outer(out ? near : far, out ? far : near, Ip.GRE, carried);
        };
    }

    /** IPv6 in IPv4 (RFC 4213). */
    static Carrier sixInFour(String inner, String near, String far) {
        return (packet, from, to) -> {
            boolean out = from.equals(inner);
            return outer(out ? near : far, out ? far : near, Ip.IPV6, packet);
        };
    }

    /** VXLAN (RFC 7348): each end sends to port 4789 from its own source port. */
    static Carrier vxlan(String inner, Endpoint near, Endpoint far, int network) {
        return (packet, from, to) -> {
            boolean out = from.equals(inner);
            Endpoint source = out ? near : far;
            Endpoint target = (out ? far : near).withPort(4789);
            byte[] carried = new Bytes()
                    .u32(0x08000000)
                    .u24(network)
                    .u8(0)
                    .raw(ethernet(packet, from, to, new byte[0]))
                    .array();
            return outer(source.ip(), target.ip(), Ip.UDP, Ip.udp(source, target, carried));
        };
    }

    private static byte[] outer(String from, String to, int protocol, byte[] payload) {
        return ethernet(Ip.packet(from, to, protocol, 0, payload), from, to, new byte[0]);
    }

    private static byte[] ethernet(byte[] packet, String from, String to, byte[] tags) {
        byte[] frame = new Bytes()
                .raw(station(to))
                .raw(station(from))
                .raw(tags)
                .u16(etherType(packet))
                .raw(packet)
                .array();
        return frame.length < 60 ? Arrays.copyOf(frame, 60) : frame;
    }

    private static int etherType(byte[] packet) {
        return packet[0] >> 4 == 4 ? 0x0800 : 0x86dd;
    }

    private static byte[] station(String ip) {
        byte[] address = Endpoint.address(ip);
        return new Bytes()
                .u16(0x0200)
                .raw(Arrays.copyOfRange(address, address.length - 4, address.length))
                .array();
    }
}
