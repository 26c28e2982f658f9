package dev.periplus.decode;

import dev.periplus.address.Address;

/**
 * What stays the same as a packet passes several sensors: the outermost IP header without the fields routers change
 * (TTL or hop limit, DSCP, checksum), and the first bytes after it, where the transport checksum stands for the rest.
 * Reusable: it reads one frame after another.
 */
public final class PacketIdentity {
    private static final int FOLLOWING = 48;
    private static final int PAYLOAD = 64;
    private static final int TCP_CHECKSUM = 16;
    private static final int UDP_CHECKSUM = 6;
    private static final int ICMP_SEQUENCE = 6;
    private static final long STEP = 0x9e3779b97f4a7c15L;

    private final long seed;
    private byte[] bytes = {};
    private int offset;
    private int limit;

    /** Offset of the IP header; -1 if the link layer finds none. */
    private int at = -1;

    private int version;

    /**
     * @param seed that whoever sends packets cannot know, so that nobody can make a packet that passes for the duplicate of
     *     another; the same wherever hashes are compared
     */
    public PacketIdentity(long seed) {
        this.seed = seed;
    }

    /**
     * Looks at a frame.
     *
     * @param frame holds it
     * @param linkType LINKTYPE number of the pcap and pcapng formats
     */
    public PacketIdentity read(byte[] frame, int from, int captured, int linkType) {
        long found = LinkLayer.find(frame, from, from + captured, linkType);
        bytes = frame;
        offset = from;
        limit = from + captured;
        at = Found.isIp(found) ? Found.offset(found) : -1;
        version = at < 0 ? 0 : Found.version(found);
        return this;
    }

    private boolean isIpv4() {
        return version == 4 && limit - at >= Ipv4.HEADER;
    }

    /** Returns a hash of what stays the same; 0 for frames in which the decoder finds no IP packet. */
    public long hash() {
        if (at < 0) {
            return 0;
        }
        return version == 4 ? ipv4() : ipv6();
    }

    /**
     * Returns a hash of what differs between two places on the path of a packet: its frame's header, VLANs included, and
     * its TTL or hop limit; 0 for frames without IP.
     */
    public long path() {
        if (at < 0) {
            return 0;
        }
        long hash = seed;
        for (int i = offset; i < at; i++) {
            hash = mixed(hash, bytes[i]);
        }
        int hops = at + (version == 4 ? 8 : 7);
        return mixed(hash, hops < limit ? bytes[hops] : 0) | 1;
    }

    /**
     * Returns a hash of what address translation leaves of an IPv4 packet of TCP, UDP or ICMP (RFC 3022 section 4): one
     * endpoint, and what the transport says but for the other port or the identifier, and the checksum; 0 for other
     * frames.
     *
     * @param source whether the endpoint that stays is the source's, else the destination's
     */
    public long translated(boolean source) {
        if (!isIpv4()) {
            return 0;
        }
        int protocol = bytes[at + 9] & 0xff;
        int transport = at + Math.max(Ipv4.HEADER, (bytes[at] & 0xf) * 4);
        int end = Math.min(limit, at + Octets.u16(bytes, at + 2));
        boolean first = (Octets.u16(bytes, at + 6) & 0x1fff) == 0;
        boolean ports = protocol == Packet.TCP || protocol == Packet.UDP;
        if (!first || !ports && protocol != Packet.ICMP || end - transport < Long.BYTES) {
            return 0;
        }
        long hash = mixed(~seed, (long) protocol << Short.SIZE | Octets.u16(bytes, at + 2));
        hash = mixed(hash, Octets.u32(bytes, at + (source ? 12 : 16)));
        hash = mixed(hash, Octets.u16(bytes, transport + (source || !ports ? 0 : 2)));
        hash = protocol == Packet.TCP ? hash : mixed(hash, Octets.u16(bytes, at + 4));
        int checksum = transport + (protocol == Packet.TCP ? TCP_CHECKSUM : UDP_CHECKSUM);
        for (int i = transport + (ports ? 4 : ICMP_SEQUENCE); i < Math.min(end, transport + PAYLOAD); i++) {
            hash = ports && (i == checksum || i == checksum + 1) ? hash : mixed(hash, bytes[i]);
        }
        return hash == 0 ? 1 : hash;
    }

    /** Whether the source of an IPv4 packet is an address that is not publicly routed; false for other frames. */
    public boolean isFromInside() {
        return isIpv4() && Address.ofIpv4(Octets.u32(bytes, at + 12)).isPrivate();
    }

    private long ipv4() {
        if (limit - at < Ipv4.HEADER) {
            return 0;
        }
        long hash = mixed(seed, Octets.u16(bytes, at + 2));
        hash = mixed(hash, Octets.u32(bytes, at + 4));
        hash = mixed(hash, bytes[at + 9]);
        hash = mixed(hash, Octets.i64(bytes, at + 12));
        int header = Math.max(Ipv4.HEADER, (bytes[at] & 0xf) * 4);
        return following(hash, bytes, at + header, Math.min(limit, at + Octets.u16(bytes, at + 2)));
    }

    private long ipv6() {
        if (limit - at < Ipv6.HEADER) {
            return 0;
        }
        int length = Octets.u16(bytes, at + 4);
        long hash = mixed(~seed, length << 8 | bytes[at + 6]);
        for (int i = 8; i < Ipv6.HEADER; i += Long.BYTES) {
            hash = mixed(hash, Octets.i64(bytes, at + i));
        }
        return following(hash, bytes, at + Ipv6.HEADER, Math.min(limit, at + Ipv6.HEADER + length));
    }

    private static long following(long before, byte[] bytes, int from, int limit) {
        long hash = before;
        int at = from;
        int end = Math.min(limit, from + FOLLOWING);
        for (; at + Long.BYTES <= end; at += Long.BYTES) {
            hash = mixed(hash, Octets.i64(bytes, at));
        }
        for (; at < end; at++) {
            hash = mixed(hash, bytes[at]);
        }
        return hash == 0 ? 1 : hash;
    }

    /** The SplitMix64 finalizer (Steele et al. 2014; Stafford, variant 13). */
    private static long mixed(long hash, long value) {
        long mixed = (hash ^ value) + STEP;
        mixed = (mixed ^ mixed >>> 30) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
        return mixed ^ mixed >>> 31;
    }
}
