package dev.periplus.detect;

import dev.periplus.address.Address;
import dev.periplus.answer.HostFact.Grade;
import dev.periplus.answer.HostFact.Kind;
import dev.periplus.classify.Announcements;
import dev.periplus.classify.Announcer;
import dev.periplus.decode.ByteCursor;
import dev.periplus.decode.Packet;
import dev.periplus.flow.Flow;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Reads what the messages of one protocol tell of hosts. Each message is read by itself, in place; what does not fit is
 * left out.
 */
abstract class FactReader implements Announcer {
    private static final int ETHERNET = 14;
    private static final int SOURCE = 6;
    private static final int MAC = 6;

    private final String name;

    /** Where the message begins in the bytes of the packet. */
    private int start;

    /** Bytes of the payload before the message. */
    int prefix;

    /** The payload of the packet, with the header of ICMP; its offsets are those of the message. */
    final ByteCursor cursor = new ByteCursor();

    /** The sender of the packet. */
    Address speaker = Address.ANY;

    private Packet packet = new Packet();
    private Announcements into = new Announcements(this, announcement -> {});

    FactReader(String name) {
        this.name = name;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public void hear(Flow flow, int side, Packet heard, Announcements announcements) {
        packet = heard;
        into = announcements;
        speaker = flow.host(side);
        start = heard.payloadOffset - heard.inspectedHeader + prefix;
        cursor.reset(heard.bytes, start, heard.payloadCaptured + heard.inspectedHeader - prefix);
        read(flow, side);
    }

    @Override
    public boolean isOfHosts() {
        return true;
    }

    /** Reads the message at the cursor. */
    abstract void read(Flow flow, int side);

    /** Tells a fact with its bytes; the grade is that of the sender. */
    final void tell(Address host, Kind kind, String value, String source, int at, int length) {
        tell(host, kind, value, into.grade(host), source, at, length);
    }

    final void tell(Address host, Kind kind, String value, Grade grade, String source, int at, int length) {
        into.fact(host, kind, value, grade, source, at < 0 ? -1 : start + at, length);
    }

    /** Tells what a device says of itself, of each of its addresses. */
    final void tellAll(List<Address> hosts, Kind kind, String value, String source, int at, int length) {
        hosts.forEach(host -> tell(host, kind, value, Grade.ITSELF, source, at, length));
    }

    /**
     * Tells the MAC address of the sender of a datagram that no router passes on: that of the frame. Only for plain
     * Ethernet outside tunnels.
     */
    final void tellStation(String source) {
        int at = packet.frameOffset + SOURCE;
        int type = packet.frameOffset + 2 * MAC;
        boolean ipv4 = packet.headerOffset == packet.frameOffset + ETHERNET && isType(type, 0x0800);
        boolean ipv6 = packet.ipVersion == 6 && isType(type, 0x86dd) && packet.bytes[type + 2] >> 4 == 6;
        if (packet.tunnelKinds == 0 && !packet.reassembled && (ipv4 || ipv6) && (packet.bytes[at] & 1) == 0) {
            into.fact(speaker, Kind.MAC, mac(packet.bytes, at), Grade.INFERRED, source, at, MAC);
        }
    }

    private boolean isType(int at, int type) {
        return at + 2 < packet.bytes.length
                && (packet.bytes[at] & 0xff) == type >> 8
                && (packet.bytes[at + 1] & 0xff) == (type & 0xff);
    }

    private static String mac(byte[] bytes, int at) {
        long low = 0;
        for (int i = 0; i < MAC; i++) {
            low = low << 8 | bytes[at + i] & 0xff;
        }
        return Address.text(Address.STATION, low);
    }

    /** Reads six octets as a station. */
    final Address station() {
        return new Address(Address.STATION, (long) cursor.u16() << 32 | cursor.u32());
    }

    /** Whether a station's address is that of one interface: neither a group's nor zero. */
    static boolean isOne(Address station) {
        return station.low() != 0 && !Address.isMulticast(station.high(), station.low());
    }

    /** Reads text up to its first NUL. */
    final String text(int length) {
        byte[] bytes = cursor.take(length);
        int end = 0;
        while (end < bytes.length && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, 0, end, StandardCharsets.UTF_8);
    }

    /** Reads 4 octets. */
    final Address ipv4() {
        return Address.ofIpv4(cursor.u32());
    }

    /** Reads 16 octets. */
    final Address ipv6() {
        return new Address(cursor.u64(), cursor.u64());
    }
}
