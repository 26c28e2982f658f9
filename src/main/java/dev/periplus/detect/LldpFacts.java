package dev.periplus.detect;

import dev.periplus.address.Address;
import dev.periplus.answer.HostFact.Grade;
import dev.periplus.answer.HostFact.Kind;
import dev.periplus.flow.Flow;
import java.util.ArrayList;
import java.util.List;

/**
 * LLDP (IEEE 802.1AB-2016 sections 8.5 and 8.5.9): the name, description, capabilities and management addresses of a
 * device. They are told of its station and of these addresses.
 */
final class LldpFacts extends FactReader {
    private static final int MOST = 64;
    private static final int MOST_ADDRESSES = 4;

    private final List<Address> hosts = new ArrayList<>();

    LldpFacts() {
        super("lldp");
    }

    /** Reads the addresses first: the rest is told of each. */
    @Override
    void read(Flow flow, int side) {
        hosts.clear();
        hosts.add(speaker);
        fields(true);
        cursor.seek(0);
        fields(false);
    }

    private void fields(boolean addresses) {
        for (int i = 0; i < MOST && cursor.remaining() >= 2; i++) {
            int head = cursor.u16();
            int type = head >> 9;
            int length = head & 0x1ff;
            int at = cursor.position();
            if (type == 0 || length > cursor.remaining()) {
                return;
            }
            if (addresses && type == 8) {
                address(at);
            } else if (!addresses) {
                field(type, at, length);
            }
            cursor.seek(at + length);
        }
    }

    private void field(int type, int at, int length) {
        switch (type) {
            case 5 -> tellAll(Kind.NAME, text(length), "LLDP system name", at, length);
            case 6 -> tellAll(Kind.MODEL, text(length), "LLDP system description", at, length);
            case 7 -> {
                cursor.skip(2);
                String roles = NeighbourRoles.of(
                        cursor.u16(), "", "", "bridge", "access point", "router", "phone", "cable modem", "");
                tellAll(Kind.ROLE, roles, "LLDP capabilities", at, length);
            }
            default -> {}
        }
    }

    private void address(int at) {
        int length = cursor.u8();
        int family = cursor.u8();
        boolean known = family == 1 && length == 5 || family == 2 && length == 17;
        Address host = !known ? Address.ANY : family == 1 ? ipv4() : ipv6();
        if (!cursor.failed() && !host.isAny() && hosts.size() <= MOST_ADDRESSES) {
            hosts.add(host);
            tell(speaker, Kind.ADDRESS, host.toString(), "LLDP management address", at + 2, length - 1);
        }
    }

    private void tellAll(Kind kind, String value, String source, int at, int length) {
        hosts.forEach(host -> tell(host, kind, value, Grade.ITSELF, source, at, length));
    }
}
