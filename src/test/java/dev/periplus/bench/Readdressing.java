package dev.periplus.bench;

import dev.periplus.address.Address;
import dev.periplus.decode.Packet;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/**
 * Replaces each host address of a capture with another, always the same one, in the outermost IP header of a frame,
 * which distinguishes tunnels too. Multicast, broadcast and unspecified addresses stay. Corrects the checksums of IPv4,
 * TCP, UDP and ICMPv6 unless an IPv6 extension header precedes them; addresses in payloads and quoted by ICMP stay.
 */
final class Readdressing {
    private static final int VLAN = 0x8100;
    private static final int PROVIDER_VLAN = 0x88a8;
    private static final int IPV4 = 0x0800;
    private static final int IPV6 = 0x86dd;

    private final FreshAddresses fresh;
    private final Map<Address, Address> given = new HashMap<>();

    Readdressing(FreshAddresses fresh) {
        this.fresh = fresh;
    }

    /** Changes an Ethernet frame in place; leaves it alone if it has no IP or is truncated within the addresses. */
    void rewrite(byte[] frame) {
        int type = 12;
        while (hasRoom(frame, type, 6) && isTag(InternetChecksum.u16(frame, type))) {
            type += 4;
        }
        int ip = type + 2;
        if (hasRoom(frame, ip, 20) && InternetChecksum.u16(frame, type) == IPV4) {
            v4(frame, ip);
        } else if (hasRoom(frame, ip, 40) && InternetChecksum.u16(frame, type) == IPV6) {
            v6(frame, ip);
        }
    }

    private void v4(byte[] frame, int ip) {
        long before = InternetChecksum.sum(frame, ip + 12, 8);
        rename(frame, ip + 12, 4);
        long after = InternetChecksum.sum(frame, ip + 12, 8);
        adjust(frame, ip + 10, before, after);
        boolean first = (InternetChecksum.u16(frame, ip + 6) & 0x1fff) == 0;
        if (first) {
            transport(frame, ip + (frame[ip] & 0xf) * 4, frame[ip + 9] & 0xff, before, after);
        }
    }

    private void v6(byte[] frame, int ip) {
        long before = InternetChecksum.sum(frame, ip + 8, 32);
        rename(frame, ip + 8, 16);
        transport(frame, ip + 40, frame[ip + 6] & 0xff, before, InternetChecksum.sum(frame, ip + 8, 32));
    }

    /** Replaces two consecutive addresses. */
    private void rename(byte[] frame, int at, int size) {
        ByteBuffer view = ByteBuffer.wrap(frame);
        for (int i = 0; i < 2; i++) {
            int place = at + i * size;
            Address old = size == 4
                    ? Address.ofIpv4(view.getInt(place))
                    : new Address(view.getLong(place), view.getLong(place + 8));
            if (isOfHost(old)) {
                write(given.computeIfAbsent(old, fresh::like), view, place, size);
            }
        }
    }

    private static boolean isOfHost(Address address) {
        boolean broadcast = address.isIpv4() && (int) address.low() == -1;
        return !address.isAny() && !broadcast && !Address.isMulticast(address.high(), address.low());
    }

    private static void write(Address address, ByteBuffer frame, int at, int size) {
        if (size == 4) {
            frame.putInt(at, (int) address.low());
        } else {
            frame.putLong(at, address.high()).putLong(at + 8, address.low());
        }
    }

    private static void transport(byte[] frame, int at, int protocol, long before, long after) {
        if (protocol == Packet.TCP && hasRoom(frame, at, 18)) {
            adjust(frame, at + 16, before, after);
        } else if (protocol == Packet.ICMP6 && hasRoom(frame, at, 4)) {
            adjust(frame, at + 2, before, after);
        } else if (protocol == Packet.UDP && hasRoom(frame, at, 8) && InternetChecksum.u16(frame, at + 6) != 0) {
            adjust(frame, at + 6, before, after);
            if (InternetChecksum.u16(frame, at + 6) == 0) {
                InternetChecksum.put(frame, at + 6, 0xffff);
            }
        }
    }

    private static void adjust(byte[] frame, int at, long before, long after) {
        int old = InternetChecksum.u16(frame, at);
        InternetChecksum.put(frame, at, InternetChecksum.replaced(old, before, after));
    }

    private static boolean isTag(int type) {
        return type == VLAN || type == PROVIDER_VLAN;
    }

    private static boolean hasRoom(byte[] frame, int at, int length) {
        return at + length <= frame.length;
    }
}
