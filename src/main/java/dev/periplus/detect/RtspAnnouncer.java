package dev.periplus.detect;

import dev.periplus.address.Address;
import dev.periplus.classify.Announcements;
import dev.periplus.classify.Announcer;
import dev.periplus.decode.Packet;
import dev.periplus.flow.Flow;

/**
 * Announces the RTP and RTCP flows of RTSP Transport headers: {@code client_port}, {@code server_port} and, for groups,
 * {@code port}, with addresses in {@code destination} and {@code source} (RFC 2326 section 12.39), or {@code dest_addr}
 * and {@code src_addr} (RFC 7826 section 18.54). Reads Basic credentials too.
 */
final class RtspAnnouncer implements Announcer {
    private static final String HOW = "announced by an RTSP Transport header";

    private final PacketLines lines = new PacketLines();
    private final Place client = new Place();
    private final Place server = new Place();
    private final BasicLogin basic;

    /** @param secrets writes the logins of clients */
    RtspAnnouncer(Secrets secrets) {
        basic = new BasicLogin("RTSP", secrets);
    }

    /** Where one side sends and receives. */
    private static final class Place {
        private Address host = Address.ANY;
        private int rtp;
        private int rtcp;

        void clear(Address at) {
            host = at;
            rtp = 0;
            rtcp = 0;
        }

        void announce(Announcements into) {
            into.announce(SessionDescription.RTP, host, rtp, HOW);
            into.announce(SessionDescription.RTCP, host, rtcp, HOW);
        }
    }

    @Override
    public String name() {
        return "rtsp";
    }

    @Override
    public void hear(Flow flow, int side, Packet packet, Announcements into) {
        if (flow.protocol() == Packet.TCP) {
            lines.segment(packet, side, PacketLines.of(into));
        } else {
            lines.datagram(packet);
        }
        while (lines.next()) {
            boolean more = lines.takes("transport:");
            if (!more && side == flow.clientSide()) {
                basic.read(lines, into);
            }
            while (more) {
                lines.passBlanks();
                boolean datagrams = lines.takes("rtp/") && !lines.wordHas("/tcp");
                clear(flow);
                more = parameters();
                if (datagrams) {
                    client.announce(into);
                    if (side == flow.serverSide()) {
                        server.announce(into);
                    }
                }
            }
        }
    }

    private void clear(Flow flow) {
        client.clear(flow.host(flow.clientSide()));
        server.clear(flow.host(flow.serverSide()));
    }

    /** Reads one transport; returns true if another follows. */
    private boolean parameters() {
        while (lines.remaining() > 0) {
            int after = lines.passesEither(';', ',');
            if (after == ',') {
                return true;
            }
            lines.passBlanks();
            if (lines.takes("client_port=") || lines.takes("port=")) {
                ports(client);
            } else if (lines.takes("server_port=")) {
                ports(server);
            } else if (lines.takes("destination=")) {
                host(client);
            } else if (lines.takes("source=")) {
                host(server);
            } else if (lines.takes("dest_addr=")) {
                addresses(client);
            } else if (lines.takes("src_addr=")) {
                addresses(server);
            }
        }
        return false;
    }

    /** Reads {@code 4588-4589}, the ports of RTP and RTCP. */
    private void ports(Place place) {
        place.rtp = Math.max(0, lines.number(0xffff));
        place.rtcp = lines.takes("-") ? Math.max(0, lines.number(0xffff)) : 0;
    }

    private void host(Place place) {
        Address address = lines.address();
        if (address != null && !address.isAny()) {
            place.host = address;
        }
    }

    /** Reads {@code "192.0.2.5:3456"/"192.0.2.5:3457"}, with or without the addresses. */
    private void addresses(Place place) {
        place.rtp = quoted(place);
        place.rtcp = lines.takes("/") ? quoted(place) : 0;
    }

    private int quoted(Place place) {
        if (!lines.takes("\"")) {
            return 0;
        }
        boolean literal = lines.takes("[");
        host(place);
        boolean closed = !literal || lines.takes("]");
        int port = closed && lines.takes(":") ? Math.max(0, lines.number(0xffff)) : 0;
        return lines.takes("\"") ? port : 0;
    }
}
