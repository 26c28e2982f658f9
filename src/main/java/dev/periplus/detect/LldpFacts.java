package dev.periplus.detect;

import dev.periplus.address.Address;
import dev.periplus.answer.HostFact.Kind;
import dev.periplus.flow.Flow;
import java.util.ArrayList;
import java.util.List;

/**
 * LLDP (IEEE 802.1AB-2016 sections 8.5 and 8.5.9): the name, description, capabilities and management addresses of a
 * device. They are told of its station and of these addresses.
 */
final class LldpFacts extends FactReader {
    private static final int MOST_ADDRESSES = 4;

    private final DiscoveryFields fields = new DiscoveryFields(cursor);
    private final List<Address> hosts = new ArrayList<>();

    LldpFacts() {
        super("lldp");
    }

    /** Reads the addresses first: the rest is told of each. */
    @Override
    void read(Flow flow, int side) {
        hosts.clear();
        hosts.add(speaker);
        fields.lldp();
        while (fields.next()) {
            if (fields.type == 8) {
                address(fields.at);
            }
        }
        fields.lldp();
        while (fields.next()) {
            field(fields.type, fields.at, fields.length);
        }
    }

    private void field(int type, int at, int length) {
        switch (type) {
            case 5 -> tellAll(hosts, Kind.NAME, text(length), "LLDP system name", at, length);
            case 6 -> tellAll(hosts, Kind.MODEL, text(length), "LLDP system description", at, length);
            case 7 -> {
                cursor.skip(2);
                String roles = NeighbourRoles.of(
                        cursor.u16(), "", "", "bridge", "access point", "router", "phone", "cable modem", "");
                tellAll(hosts, Kind.ROLE, roles, "LLDP capabilities", at, length);
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
}
