package dev.periplus.detect;

import dev.periplus.address.Address;
import dev.periplus.answer.HostFact.Kind;
import dev.periplus.flow.Flow;
import java.util.ArrayList;
import java.util.List;

/**
 * Cisco Discovery Protocol: fields of type and length after a header of four bytes. Device (1), addresses (2),
 * capabilities (4), software (5) and platform (6) are told of the station and of the addresses.
 */
final class CdpFacts extends FactReader {
    private static final int MOST_ADDRESSES = 4;
    private static final int IP = 0xcc;

    private final DiscoveryFields fields = new DiscoveryFields(cursor);
    private final List<Address> hosts = new ArrayList<>();

    CdpFacts() {
        super("cdp");
    }

    @Override
    void read(Flow flow, int side) {
        hosts.clear();
        hosts.add(speaker);
        fields.cisco();
        while (fields.next()) {
            if (fields.type == 2) {
                addresses();
            }
        }
        fields.cisco();
        while (fields.next()) {
            field(fields.type, fields.at, fields.length);
        }
    }

    private void field(int type, int at, int length) {
        switch (type) {
            case 1 -> tellAll(hosts, Kind.NAME, text(length), "CDP device", at, length);
            case 4 -> {
                String roles = NeighbourRoles.of(
                        (int) cursor.u32(), "router", "bridge", "bridge", "switch", "host", "", "repeater", "phone");
                tellAll(hosts, Kind.ROLE, roles, "CDP capabilities", at, length);
            }
            case 5 ->
                tellAll(hosts, Kind.SOFTWARE, text(length).lines().findFirst().orElse(""), "CDP software", at, length);
            case 6 -> tellAll(hosts, Kind.MODEL, text(length), "CDP platform", at, length);
            default -> {}
        }
    }

    private void addresses() {
        long count = cursor.u32();
        for (int i = 0; i < Math.min(count, MOST_ADDRESSES) && !cursor.failed(); i++) {
            cursor.skip(1);
            int protocolLength = cursor.u8();
            boolean ip = protocolLength == 1 && cursor.peek(0) == IP;
            cursor.skip(protocolLength);
            int length = cursor.u16();
            int at = cursor.position();
            if (ip && length == 4) {
                Address host = ipv4();
                if (!cursor.failed() && !host.isAny()) {
                    hosts.add(host);
                    tell(speaker, Kind.ADDRESS, host.toString(), "CDP address", at, length);
                }
            } else {
                cursor.skip(length);
            }
        }
    }
}
