package dev.periplus.detect;

import dev.periplus.address.Address;
import dev.periplus.answer.HostFact.Grade;
import dev.periplus.answer.HostFact.Kind;
import dev.periplus.flow.Flow;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * DHCP (RFC 2131 section 2, RFC 2132, RFC 4702): what a client says of itself is a fact about its station; a lease ties
 * the station to its address.
 */
final class DhcpFacts extends FactReader {
    private static final int HARDWARE = 28;
    private static final int OPTIONS = 240;
    private static final int MOST_OPTIONS = 128;
    private static final int MOST_ADDRESSES = 4;
    private static final int END = 255;
    private static final int REQUEST = 3;
    private static final int ACK = 5;

    /** Where the options of the message lie: offset and length by code; -1 if it is missing. */
    private final int[] at = new int[256];

    private final int[] length = new int[256];

    DhcpFacts() {
        super("dhcp");
    }

    @Override
    void read(Flow flow, int side) {
        int operation = cursor.u8();
        boolean ethernet = cursor.u8() == 1 && cursor.u8() == 6;
        cursor.seek(12);
        Address own = ipv4();
        Address given = ipv4();
        cursor.seek(HARDWARE);
        Address client = station();
        cursor.seek(OPTIONS);
        if (!ethernet || !isOne(client) || !options()) {
            return;
        }
        int type = number(53);
        if (operation == 1) {
            request(client, own, type);
        } else if (type == 2 || type == ACK) {
            reply(client, given.isAny() ? own : given, type == ACK);
        }
    }

    private boolean options() {
        Arrays.fill(at, -1);
        for (int i = 0; i < MOST_OPTIONS && !cursor.failed(); i++) {
            int code = cursor.u8();
            if (code == END || cursor.failed()) {
                return code == END;
            }
            if (code != 0) {
                int size = cursor.u8();
                int from = cursor.position();
                cursor.skip(size);
                if (!cursor.failed() && at[code] < 0) {
                    at[code] = from;
                    length[code] = size;
                }
            }
        }
        return at[53] >= 0;
    }

    private int number(int code) {
        return seek(code) ? cursor.u8() : 0;
    }

    private boolean seek(int code) {
        if (at[code] < 0) {
            return false;
        }
        cursor.seek(at[code]);
        return true;
    }

    private void request(Address client, Address own, int type) {
        text(client, 12, Kind.NAME, Grade.ITSELF);
        text(client, 60, Kind.MODEL, Grade.ITSELF);
        if (seek(81) && length[81] > 3) {
            boolean wire = (cursor.u8() & 4) != 0;
            cursor.skip(2);
            String name = wire ? DnsNames.read(cursor) : text(length[81] - 3);
            tell(client, Kind.NAME, name, Grade.ITSELF, "DHCP option 81", at[81] + 3, length[81] - 3);
        }
        if (seek(55)) {
            byte[] list = cursor.take(length[55]);
            String codes = IntStream.range(0, list.length)
                    .mapToObj(i -> Integer.toString(list[i] & 0xff))
                    .collect(Collectors.joining(","));
            tell(client, Kind.FINGERPRINT, codes, Grade.ITSELF, "DHCP option 55", at[55], length[55]);
        }
        if (seek(61) && length[61] == 7 && cursor.u8() == 1) {
            Address named = station();
            if (!named.equals(client) && isOne(named)) {
                tell(client, Kind.MAC, named.toString(), Grade.ITSELF, "DHCP option 61", at[61] + 1, 6);
            }
        }
        Address asked = type == REQUEST && own.isAny() && seek(50) ? ipv4() : own;
        Grade grade = own.isAny() ? Grade.INFERRED : Grade.ITSELF;
        if (!asked.isAny()) {
            tell(asked, Kind.MAC, client.toString(), grade, "DHCP request", HARDWARE, 6);
        }
    }

    private void reply(Address client, Address given, boolean leased) {
        if (leased) {
            tell(given, Kind.MAC, client.toString(), Grade.ANOTHER, "DHCP lease", HARDWARE, 6);
            text(given, 15, Kind.DOMAIN, Grade.ANOTHER);
        }
        if (seek(54)) {
            Address server = ipv4();
            tell(server, Kind.ROLE, "DHCP server", "DHCP option 54", at[54], 4);
        }
        addresses(3, "router");
        addresses(6, "DNS server");
    }

    private void addresses(int code, String role) {
        for (int i = 0; seek(code) && i < Math.min(MOST_ADDRESSES, length[code] / 4); i++) {
            cursor.skip(4 * i);
            Address host = ipv4();
            tell(host, Kind.ROLE, role, "DHCP option " + code, at[code] + 4 * i, 4);
        }
    }

    private void text(Address host, int code, Kind kind, Grade grade) {
        if (seek(code)) {
            tell(host, kind, text(length[code]), grade, "DHCP option " + code, at[code], length[code]);
        }
    }
}
