package dev.periplus.decode;

import dev.periplus.address.KeyedHash;

/**
 * What stays the same as a packet passes several sensors: the outermost IP header without the fields routers change
 * (TTL or hop limit, DSCP, checksum), and the first bytes after it, where the transport checksum stands for the rest.
 */
public final class PacketIdentity {
    private static final int FOLLOWING = 48;
    private static final long STEP = 0x9e3779b97f4a7c15L;

    /** Of this run, so that nobody can make a packet that passes for the duplicate of another. */
    private static final long SEED = KeyedHash.with(STEP, 0);

    private PacketIdentity() {}

    /**
     * Returns a hash of it; 0 for frames in which the decoder finds no IP packet.
     *
     * @param bytes holds the frame
     * @param linkType LINKTYPE number of the pcap and pcapng formats
     */
    public static long of(byte[] bytes, int offset, int captured, int linkType) {
        int limit = offset + captured;
        long found = LinkLayer.find(bytes, offset, limit, linkType);
        if (!Found.isIp(found)) {
            return 0;
        }
        int at = Found.offset(found);
        return Found.version(found) == 4 ? ipv4(bytes, at, limit) : ipv6(bytes, at, limit);
    }

    private static long ipv4(byte[] bytes, int at, int limit) {
        if (limit - at < Ipv4.HEADER) {
            return 0;
        }
        long hash = mixed(SEED, Octets.u16(bytes, at + 2));
        hash = mixed(hash, Octets.u32(bytes, at + 4));
        hash = mixed(hash, bytes[at + 9]);
        hash = mixed(hash, Octets.i64(bytes, at + 12));
        int header = Math.max(Ipv4.HEADER, (bytes[at] & 0xf) * 4);
        return following(hash, bytes, at + header, Math.min(limit, at + Octets.u16(bytes, at + 2)));
    }

    private static long ipv6(byte[] bytes, int at, int limit) {
        if (limit - at < Ipv6.HEADER) {
            return 0;
        }
        int length = Octets.u16(bytes, at + 4);
        long hash = mixed(~SEED, length << 8 | bytes[at + 6]);
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
