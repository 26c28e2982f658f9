package dev.periplus.detect;

import dev.periplus.address.Address;
import dev.periplus.answer.HostFact.Kind;
import dev.periplus.flow.Flow;

/** NetBIOS datagrams (RFC 1002 section 4.4.1): the name of the sender, and the workgroup that it speaks to. */
final class NetbiosDatagramFacts extends FactReader {
    private static final int ADDRESS = 4;
    private static final int NAMES = 14;
    private static final int LENGTH = 34;
    private static final String SOURCE = "NetBIOS datagram";

    NetbiosDatagramFacts() {
        super("netbios-dgm");
    }

    @Override
    void read(Flow flow, int side) {
        int type = cursor.u8();
        cursor.seek(ADDRESS);
        Address sender = ipv4();
        cursor.seek(NAMES);
        String name = DnsNames.netbios(cursor);
        if (type < 0x10 || type > 0x12 || cursor.u8() != 0 || cursor.failed() || !sender.equals(speaker)) {
            return;
        }
        boolean host = name.endsWith("<00>") || name.endsWith("<20>");
        if (host) {
            tell(sender, Kind.NAME, bare(name), SOURCE, NAMES + 1, LENGTH - 2);
        }
        String group = DnsNames.netbios(cursor);
        if (host && !cursor.failed() && group.endsWith("<1d>")) {
            tell(sender, Kind.DOMAIN, bare(group), SOURCE, NAMES + LENGTH + 1, LENGTH - 2);
        }
        tellStation("frame of a NetBIOS datagram");
    }

    private static String bare(String typed) {
        return typed.substring(0, typed.length() - 4);
    }
}
