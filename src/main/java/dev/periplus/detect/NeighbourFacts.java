package dev.periplus.detect;

import dev.periplus.address.Address;
import dev.periplus.answer.HostFact.Kind;
import dev.periplus.answer.Metadata;
import dev.periplus.classify.Announcements;
import dev.periplus.decode.Packet;
import dev.periplus.flow.Flow;

/**
 * Neighbour discovery (RFC 4861 sections 4.1 to 4.4): link-layer addresses and routers; DNS servers that routers
 * advertise (RFC 8106 section 5.1). Compares echo replies with their requests too ({@link EchoAnnouncer}).
 */
final class NeighbourFacts extends FactReader {
    private static final int MOST_OPTIONS = 32;
    private static final int MOST_ADDRESSES = 4;
    private static final int SOURCE = 1;
    private static final int TARGET = 2;
    private static final int DNS_SERVERS = 25;

    private final EchoAnnouncer echo = new EchoAnnouncer();

    NeighbourFacts() {
        super("icmpv6");
    }

    @Override
    public void hear(Flow flow, int side, Packet packet, Announcements into) {
        super.hear(flow, side, packet, into);
        echo.hear(flow, side, packet, into);
    }

    @Override
    public void sumUp(Announcements heard, Metadata.Builder into) {
        echo.sumUp(heard, into);
    }

    /** The data of echoes tell of tunnels. */
    @Override
    public boolean isOfHosts() {
        return false;
    }

    @Override
    void read(Flow flow, int side) {
        int type = cursor.u8();
        cursor.skip(3);
        switch (type) {
            case 133 -> options(4, speaker, SOURCE);
            case 134 -> router();
            case 135 -> options(20, speaker, SOURCE);
            case 136 -> advertisement();
            default -> {}
        }
    }

    private void router() {
        tell(speaker, Kind.ROLE, "router", "router advertisement", 0, 4);
        options(12, speaker, SOURCE);
    }

    private void advertisement() {
        boolean router = cursor.u8() >= 0x80;
        cursor.skip(3);
        Address target = ipv6();
        if (!cursor.failed() && !target.isAny()) {
            if (router) {
                tell(target, Kind.ROLE, "router", "neighbour advertisement", 4, 1);
            }
            options(0, target, TARGET);
        }
    }

    /** Reads options after a fixed part. */
    private void options(int fixed, Address host, int wanted) {
        cursor.skip(fixed);
        for (int i = 0; i < MOST_OPTIONS && cursor.remaining() >= 8; i++) {
            int from = cursor.position();
            int type = cursor.u8();
            int length = 8 * cursor.u8();
            if (length == 0) {
                return;
            }
            if (type == wanted && length == 8) {
                Address station = station();
                if (isOne(station) && !host.isAny()) {
                    tell(host, Kind.MAC, station.toString(), "neighbour discovery option " + type, from + 2, 6);
                }
            } else if (type == DNS_SERVERS && wanted == SOURCE && fixed == 12) {
                servers(from, length);
            }
            cursor.seek(from + length);
        }
    }

    private void servers(int from, int length) {
        cursor.seek(from + 8);
        for (int i = 0; i < Math.min(MOST_ADDRESSES, (length - 8) / 16) && cursor.remaining() >= 16; i++) {
            tell(ipv6(), Kind.ROLE, "DNS server", "router advertisement option 25", from + 8 + 16 * i, 16);
        }
    }
}
