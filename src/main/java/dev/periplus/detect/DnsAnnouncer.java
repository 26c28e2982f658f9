package dev.periplus.detect;

import dev.periplus.address.Address;
import dev.periplus.answer.HostFact.Kind;
import dev.periplus.answer.Metadata;
import dev.periplus.classify.Announcements;
import dev.periplus.decode.Packet;
import dev.periplus.flow.Flow;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Announces the addresses that DNS returned to a host (RFC 1035 section 4.1.3, RFC 3596 section 2.2), under the queried
 * name even if aliases led to them, and what DNS, multicast DNS (RFC 6762) and LLMNR (RFC 4795) tell of hosts; sums up what was asked.
 */
final class DnsAnnouncer extends FactReader {
    private static final int MOST_RECORDS = 16;
    private static final int MOST_OF_A_GROUP = 48;
    private static final int INTERNET = 1;
    private static final int HINFO = 13;
    private static final int MDNS_PORT = 5353;
    private static final int LLMNR_PORT = 5355;
    private static final String DEVICE = "._device-info._tcp.local";
    private static final String WORKSTATION = "._workstation._tcp.local";

    private final DnsMessage message = new DnsMessage();
    private Announcements into = new Announcements(this, announcement -> {});
    private final DnsQuestions questions = new DnsQuestions();

    DnsAnnouncer() {
        super("dns");
    }

    @Override
    public void hear(Flow flow, int side, Packet packet, Announcements announcements) {
        into = announcements;
        prefix = flow.protocol() == Packet.TCP ? 2 : 0;
        int captured = packet.payloadCaptured - prefix;
        int from = packet.payloadOffset + prefix;
        if (captured < DnsMessage.HEADER) {
            return;
        }
        boolean reply = packet.bytes[from + 2] < 0;
        int port = flow.port(1 - side);
        if (!reply && port != MDNS_PORT && port != LLMNR_PORT) {
            questions.hear(packet.bytes, from, captured, packet.payloadLength - prefix, into);
        } else if (reply
                && message.read(packet.bytes, from, captured, packet.payloadLength - prefix) == DnsMessage.Fit.EXACT) {
            super.hear(flow, side, packet, announcements);
        }
    }

    /** Names and questions matter to every flow. */
    @Override
    public boolean isOfHosts() {
        return false;
    }

    @Override
    void read(Flow flow, int side) {
        if (message.rcode() != 0 || message.halfAscii) {
            return;
        }
        int port = flow.port(side);
        int asker = 1 - side;
        if (port == MDNS_PORT) {
            records(MOST_OF_A_GROUP, null, null, "multicast DNS");
            tellStation("frame of a multicast DNS message");
        } else if (message.questions == 1 && message.answers > 0) {
            cursor.seek(message.questionName);
            String name = DnsNames.read(cursor).toLowerCase(Locale.ROOT);
            boolean single = !Address.isMulticast(flow.high(asker), flow.low(asker));
            records(
                    Math.min(message.answers, MOST_RECORDS),
                    name,
                    single ? flow.host(asker) : null,
                    port == LLMNR_PORT ? "LLMNR answer" : "DNS answer");
        }
    }

    @Override
    public void sumUp(Announcements heard, Metadata.Builder into) {
        DnsQuestions.sumUp(heard, into);
    }

    /**
     * Reads records.
     *
     * @param asked the name that all addresses are for; null if each record has its own
     * @param asker the host that is told of them, or null
     */
    private void records(int most, @Nullable String asked, @Nullable Address asker, String source) {
        cursor.seek(message.recordsAt);
        for (int i = 0; i < Math.min(message.records, most) && !cursor.failed(); i++) {
            int from = cursor.position();
            DnsNames.pass(cursor);
            int type = cursor.u16();
            int clazz = cursor.u16() & 0x7fff;
            cursor.skip(4);
            int length = cursor.u16();
            int at = cursor.position();
            boolean named = asked == null || type != DnsNames.A && type != DnsNames.AAAA;
            if (clazz == INTERNET && !cursor.failed()) {
                String owner = named ? name(from, at) : "";
                record(asked == null ? owner : asked, owner, type, at, length, asker, source);
            }
            cursor.seek(at + length);
        }
    }

    /** Reads the name at an offset and goes on at another. */
    private String name(int from, int then) {
        cursor.seek(from);
        String name = DnsNames.read(cursor);
        cursor.seek(then);
        return name;
    }

    private void record(
            String name, String owner, int type, int at, int length, @Nullable Address asker, String source) {
        Address address =
                type == DnsNames.A && length == 4 ? ipv4() : type == DnsNames.AAAA && length == 16 ? ipv6() : null;
        if (address != null) {
            if (asker != null) {
                into.name(address, asker, name);
            }
            tell(address, Kind.NAME, name, source, at, length);
        } else if (type == DnsNames.PTR) {
            pointer(owner, at, length, source);
        } else if (type == DnsNames.TXT && owner.endsWith(DEVICE)) {
            String text = DnsNames.value(cursor, type, length);
            if (text.startsWith("model=")) {
                tell(speaker, Kind.MODEL, text.substring(6), source + " device-info", at + 7, length - 7);
            }
        } else if (type == HINFO && asker == null) {
            cursor.skip(cursor.u8());
            int size = cursor.u8();
            int from = cursor.position();
            tell(speaker, Kind.SYSTEM, text(size), source + " HINFO", from, size);
        } else if (type == DnsNames.SRV && owner.endsWith(WORKSTATION)) {
            workstation(owner, at, source);
        }
    }

    /** The name of an address, from its reverse (RFC 1035 section 3.5, RFC 3596 section 2.5). */
    private void pointer(String owner, int at, int length, String source) {
        Address address = ReverseName.address(owner);
        if (address != null) {
            tell(address, Kind.NAME, DnsNames.read(cursor), source + " PTR", at, length);
        }
    }

    /** A workstation names itself with its MAC address: {@code host [02:00:5e:00:53:01]}. */
    private void workstation(String owner, int at, String source) {
        int open = owner.indexOf('[');
        int close = owner.indexOf(']', open + 1);
        Address station = open > 0 && close > 0 ? Address.parse(owner.substring(open + 1, close)) : null;
        if (station != null && station.isStation() && isOne(station)) {
            tell(speaker, Kind.MAC, station.toString(), source + " workstation", -1, 0);
        }
    }
}
