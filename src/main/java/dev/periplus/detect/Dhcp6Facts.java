package dev.periplus.detect;

import dev.periplus.address.Address;
import dev.periplus.answer.HostFact.Grade;
import dev.periplus.answer.HostFact.Kind;
import dev.periplus.flow.Flow;

/** DHCPv6 (RFC 8415 sections 8, 11 and 21, RFC 4704): what clients say of themselves, and DNS servers (RFC 3646). */
final class Dhcp6Facts extends FactReader {
    private static final int HEADER = 4;
    private static final int MOST = 64;
    private static final int RELAY = 12;

    Dhcp6Facts() {
        super("dhcpv6");
    }

    @Override
    void read(Flow flow, int side) {
        int type = cursor.u8();
        boolean serves = type == 2 || type == 7;
        if (type >= RELAY) {
            return;
        }
        if (serves) {
            tell(speaker, Kind.ROLE, "DHCP server", "DHCPv6 message type", 0, 1);
        }
        cursor.seek(HEADER);
        for (int i = 0; i < MOST && cursor.remaining() >= 4; i++) {
            int code = cursor.u16();
            int length = cursor.u16();
            int at = cursor.position();
            if (length > cursor.remaining()) {
                return;
            }
            if (serves && code == 23) {
                servers(at, length);
            } else if (!serves) {
                client(code, at, length);
            }
            cursor.seek(at + length);
        }
    }

    private void client(int code, int at, int length) {
        if (code == 39 && length > 1) {
            cursor.skip(1);
            tell(speaker, Kind.NAME, DnsNames.read(cursor), "DHCPv6 option 39", at + 1, length - 1);
        } else if (code == 16 && length > 6) {
            cursor.skip(6);
            tell(speaker, Kind.MODEL, text(length - 6), "DHCPv6 option 16", at + 6, length - 6);
        } else if (code == 1) {
            identifier(at, length);
        }
    }

    /** The identifier holds the MAC address of one interface, not always of this one. */
    private void identifier(int at, int length) {
        int kind = cursor.u16();
        int before = kind == 1 ? 8 : 4;
        if ((kind == 1 || kind == 3) && length == before + 6 && cursor.u16() == 1) {
            cursor.seek(at + before);
            Address station = station();
            if (isOne(station)) {
                tell(speaker, Kind.MAC, station.toString(), Grade.INFERRED, "DHCPv6 option 1", at + before, 6);
            }
        }
    }

    private void servers(int at, int length) {
        for (int i = 0; i < Math.min(4, length / 16); i++) {
            tell(ipv6(), Kind.ROLE, "DNS server", "DHCPv6 option 23", at + 16 * i, 16);
        }
    }
}
