package dev.periplus.detect;

import dev.periplus.address.Address;
import dev.periplus.answer.HostFact.Grade;
import dev.periplus.answer.HostFact.Kind;
import dev.periplus.flow.Flow;

/** ARP for IPv4 over Ethernet (RFC 826): the sender's addresses. Probes (RFC 5227 section 2.1.1) have none. */
final class ArpFacts extends FactReader {
    private static final int SENDER = 8;

    ArpFacts() {
        super("arp");
    }

    @Override
    void read(Flow flow, int side) {
        cursor.skip(2);
        boolean ipv4 = cursor.u16() == 0x0800 && cursor.u16() == 0x0604;
        int operation = cursor.u16();
        Address station = station();
        Address host = ipv4();
        if (ipv4 && !cursor.failed() && isOne(station) && operation >= 1 && operation <= 2 && !host.isAny()) {
            Grade grade = station.equals(speaker) ? Grade.ITSELF : Grade.ANOTHER;
            tell(host, Kind.MAC, station.toString(), grade, "ARP sender", SENDER, 10);
        }
    }
}
