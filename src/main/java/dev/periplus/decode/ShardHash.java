package dev.periplus.decode;

import dev.periplus.address.Address;

/**
 * Peeks at the outermost IP addresses of a frame, or at its stations if it has no IP, so that all packets
 * between two hosts, fragments and tunnelled
 * packets included, go to the same shard.
 */
public final class ShardHash {
    private ShardHash() {}

    /**
     * Returns a hash of the outermost address pair, the same for both directions and whatever tags precede it; 0 for
     * frames in which the decoder finds neither an IP packet nor stations. Allocates nothing and reads only the captured bytes.
     *
     * @param bytes holds the frame
     * @param linkType LINKTYPE number of the pcap and pcapng formats
     */
    public static int addressHash(byte[] bytes, int offset, int captured, int linkType) {
        int limit = offset + captured;
        long found = LinkLayer.find(bytes, offset, limit, linkType);
        if (Found.isFrame(found)) {
            long stations = StationFrame.hash(bytes, offset, limit, linkType);
            return stations == 0 ? 0 : fold(stations);
        }
        if (!Found.isIp(found)) {
            return 0;
        }
        int at = Found.offset(found);
        if (Found.version(found) == 4) {
            if (limit - at < Ipv4.HEADER) {
                return 0;
            }
            long source = Address.MAPPED | Octets.u32(bytes, at + 12);
            long destination = Address.MAPPED | Octets.u32(bytes, at + 16);
            return fold(AddressPair.hash(0, source, 0, destination));
        }
        if (limit - at < Ipv6.HEADER) {
            return 0;
        }
        return fold(AddressPair.hash(
                Octets.i64(bytes, at + 8),
                Octets.i64(bytes, at + 16),
                Octets.i64(bytes, at + 24),
                Octets.i64(bytes, at + 32)));
    }

    private static int fold(long hash) {
        int folded = (int) (hash ^ hash >>> 32);
        return folded == 0 ? 1 : folded;
    }
}
