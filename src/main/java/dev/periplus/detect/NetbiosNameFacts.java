package dev.periplus.detect;

import dev.periplus.address.Address;
import dev.periplus.answer.HostFact.Kind;
import dev.periplus.classify.Announcements;
import dev.periplus.decode.Packet;
import dev.periplus.flow.Flow;

/**
 * The NetBIOS name service (RFC 1002 sections 4.2.2 to 4.2.18): names that hosts register, find and list, and the MAC
 * address in a list of names.
 */
final class NetbiosNameFacts extends FactReader {
    private static final int NB = 0x20;
    private static final int NBSTAT = 0x21;
    private static final int GROUP = 0x8000;
    private static final int MOST_RECORDS = 8;
    private static final int MOST_NAMES = 32;
    private static final int NAME = 15;
    private static final int REGISTRATION = 5;
    private static final int REFRESH = 8;

    private final DnsMessage message = new DnsMessage();

    NetbiosNameFacts() {
        super("netbios-ns");
    }

    @Override
    public void hear(Flow flow, int side, Packet packet, Announcements announcements) {
        DnsMessage.Fit fit =
                message.read(packet.bytes, packet.payloadOffset, packet.payloadCaptured, packet.payloadLength);
        if ((fit == DnsMessage.Fit.EXACT || fit == DnsMessage.Fit.TRAILING) && message.rcode() == 0) {
            super.hear(flow, side, packet, announcements);
        }
    }

    @Override
    void read(Flow flow, int side) {
        boolean registers = message.opcode() == REGISTRATION || message.opcode() == REFRESH;
        if (!message.isReply() && !registers) {
            return;
        }
        cursor.seek(message.recordsAt);
        for (int i = 0; i < Math.min(message.records, MOST_RECORDS) && !cursor.failed(); i++) {
            int owner = owner();
            int type = cursor.u16();
            cursor.skip(6);
            int length = cursor.u16();
            int at = cursor.position();
            if (type == NB && owner >= 0) {
                addresses(owner, length, registers ? "NetBIOS registration" : "NetBIOS answer");
            } else if (type == NBSTAT) {
                names();
            }
            cursor.seek(at + length);
        }
        if (registers && (message.flags & DnsMessage.BROADCAST) != 0) {
            tellStation("frame of a NetBIOS registration");
        }
    }

    /** Offset of a record's half-ASCII name, following a pointer; -1 if it is none. */
    private int owner() {
        int at = cursor.position();
        int target = cursor.peek(0) >= DnsMessage.POINTER ? (cursor.peek(0) & 0x3f) << 8 | cursor.peek(1) : at;
        DnsNames.read(cursor);
        int after = cursor.position();
        cursor.seek(target);
        int length = cursor.peek(0);
        cursor.seek(after);
        return length == 2 * (NAME + 1) ? target : -1;
    }

    private void addresses(int owner, int length, String source) {
        int at = cursor.position();
        cursor.seek(owner);
        String name = DnsNames.netbios(cursor);
        cursor.seek(at);
        for (int i = 0; i < Math.min(length / 6, MOST_RECORDS) && !cursor.failed(); i++) {
            boolean group = (cursor.u16() & GROUP) != 0;
            Address host = ipv4();
            if (!cursor.failed()) {
                name(host, name, group, source, owner + 1, 2 * (NAME + 1));
            }
        }
    }

    /** A list of names and the MAC address behind it (section 4.2.18). */
    private void names() {
        int count = cursor.u8();
        for (int i = 0; i < Math.min(count, MOST_NAMES) && cursor.remaining() >= NAME + 3; i++) {
            int at = cursor.position();
            String name = text(NAME);
            int suffix = cursor.u8();
            boolean group = (cursor.u16() & GROUP) != 0;
            name(speaker, name.strip() + String.format("<%02x>", suffix), group, "NetBIOS list of names", at, NAME);
        }
        int at = cursor.position();
        Address station = station();
        if (!cursor.failed() && count <= MOST_NAMES && isOne(station)) {
            tell(speaker, Kind.MAC, station.toString(), "NetBIOS list of names", at, 6);
        }
    }

    /** Tells what a name with its type says (types as Windows uses them): {@code WEB01<20>}. */
    private void name(Address host, String typed, boolean group, String source, int at, int length) {
        int open = typed.lastIndexOf('<');
        String name = typed.substring(0, Math.max(0, open));
        switch (typed.substring(Math.max(0, open))) {
            case "<00>" -> tell(host, group ? Kind.DOMAIN : Kind.NAME, name, source, at, length);
            case "<20>" -> {
                tell(host, Kind.NAME, name, source, at, length);
                tell(host, Kind.ROLE, "file server", source, at, length);
            }
            case "<1b>" -> tell(host, Kind.ROLE, "domain master browser of " + name, source, at, length);
            case "<1c>" -> tell(host, Kind.ROLE, "domain controller of " + name, source, at, length);
            case "<1d>" -> tell(host, Kind.ROLE, "master browser of " + name, source, at, length);
            default -> {}
        }
    }
}
