package dev.periplus.detect;

import dev.periplus.address.Address;
import dev.periplus.classify.Announcements;
import dev.periplus.classify.Expected;
import dev.periplus.decode.Packet;
import org.jspecify.annotations.Nullable;

/**
 * Reads a session description line by line: media and their ports ({@code m=}), session or media addresses ({@code c=},
 * RFC 8866 sections 5.7 and 5.14), the RTCP port (RFC 3605), RTCP multiplexed with RTP (RFC 5761), and candidates (RFC
 * 8839 section 5.1). Port 0 rejects a medium (RFC 3264 section 6); 9 stands for a port not known yet.
 */
final class SessionDescription {
    private static final double WEIGHT = 60;
    private static final int MOST_PORTS = 8;
    private static final int DISCARD = 9;
    private static final String HOW = "announced by a session description";

    static final Expected RTP = udp("rtp");
    static final Expected RTCP = udp("rtcp");
    private static final Expected RTP_STREAM = tcp("rtp");
    private static final Expected FAX = udp("t38");
    private static final Expected MSRP = tcp("msrp");
    private static final Expected BFCP = tcp("bfcp");
    private static final Expected BFCP_DATAGRAMS = udp("bfcp");
    private static final Expected MRCP = tcp("mrcpv2");
    private static final Expected TLS = tcp("tls");
    private static final Expected DTLS = udp("dtls");

    private boolean open;
    private boolean changed;
    private long hostHigh;
    private long hostLow;

    /** Address of the session, then of the current medium; null if none was given. */
    private @Nullable Address ofSession;

    private @Nullable Address ofMedium;

    /** Null before the first medium and if its transport is unknown. */
    private @Nullable Expected expected;

    private boolean inMedium;
    private int port;
    private int ports;
    private int rtcpPort;
    private @Nullable Address ofRtcp;
    private boolean mux;

    private static Expected udp(String label) {
        return Expected.ofPeers(label, Packet.UDP, WEIGHT);
    }

    private static Expected tcp(String label) {
        return Expected.ofPeers(label, Packet.TCP, WEIGHT);
    }

    /** Sets the host that sent the description. */
    void saidBy(long addressHigh, long addressLow) {
        hostHigh = addressHigh;
        hostLow = addressLow;
    }

    void clear() {
        open = false;
        changed = false;
        inMedium = false;
        expected = null;
        ofSession = null;
    }

    /** Reads a line; any other kind of line ends the description. */
    void read(PacketLines line, Announcements into) {
        if (line.takes("v=0") && line.remaining() == 0) {
            announce(into);
            clear();
            open = true;
        } else if (open && line.peek(1) == '=') {
            field(line, into);
        } else if (open) {
            announce(into);
            clear();
        }
    }

    private void field(PacketLines line, Announcements into) {
        if (line.takes("c=in ip4 ") || line.takes("c=in ip6 ")) {
            connection(line);
        } else if (line.takes("m=")) {
            announce(into);
            medium(line);
        } else if (inMedium && line.takes("a=rtcp:")) {
            rtcp(line);
        } else if (inMedium && line.takes("a=rtcp-mux")) {
            mux = true;
            changed = true;
        } else if (inMedium && line.takes("a=candidate:")) {
            candidate(line, into);
        }
    }

    private void connection(PacketLines line) {
        Address address = line.address();
        if (address == null) {
            return;
        }
        ofMedium = address;
        changed = true;
        if (!inMedium) {
            ofSession = address;
        }
    }

    private void medium(PacketLines line) {
        inMedium = true;
        changed = true;
        ofMedium = ofSession;
        rtcpPort = 0;
        ofRtcp = null;
        mux = false;
        expected = null;
        if (line.passes(' ')) {
            port = line.number(0xffff);
            ports = line.takes("/") ? Math.max(1, Math.min(MOST_PORTS, line.number(0xffff))) : 1;
            expected = line.takes(" ") ? transport(line) : null;
        }
    }

    private static @Nullable Expected transport(PacketLines line) {
        if (line.takes("rtp/") || line.takes("udp/tls/rtp/")) {
            return RTP;
        }
        if (line.takes("udptl")) {
            return FAX;
        }
        if (line.takes("udp/bfcp")) {
            return BFCP_DATAGRAMS;
        }
        if (line.takes("udp/tls/") || line.takes("udp/dtls/") || line.takes("dtls/")) {
            return DTLS;
        }
        return line.takes("tcp/") ? overStream(line) : null;
    }

    private static @Nullable Expected overStream(PacketLines line) {
        if (line.takes("tls/")) {
            return TLS;
        }
        if (line.takes("msrp")) {
            return MSRP;
        }
        if (line.takes("bfcp")) {
            return BFCP;
        }
        if (line.takes("mrcpv2")) {
            return MRCP;
        }
        return line.takes("rtp/") ? RTP_STREAM : null;
    }

    private void rtcp(PacketLines line) {
        rtcpPort = Math.max(0, line.number(0xffff));
        changed = true;
        if (line.takes(" in ip4 ") || line.takes(" in ip6 ")) {
            ofRtcp = line.address();
        }
    }

    /** Reads foundation, component (1 is RTP, 2 RTCP), transport, priority, address and port. */
    private void candidate(PacketLines line, Announcements into) {
        boolean known = line.passes(' ');
        int component = line.number(256);
        boolean udp = known && line.takes(" udp ") && line.passes(' ');
        Address address = udp ? line.address() : null;
        Expected medium = expected;
        if (address == null || !line.takes(" ") || medium == null || medium.protocol() != Packet.UDP) {
            return;
        }
        int at = line.number(0xffff);
        if (isPort(at) && !address.isAny()) {
            boolean report = component == 2 && medium == RTP;
            into.announce(report ? RTCP : medium, address, at, "announced as an ICE candidate");
        }
    }

    /** Announces the last medium, unless nothing was added since. */
    void announce(Announcements into) {
        Expected medium = expected;
        if (!changed || !inMedium || medium == null || !isPort(port)) {
            return;
        }
        changed = false;
        boolean pairs = medium == RTP;
        for (int i = 0; i < ports; i++) {
            int at = port + (pairs ? 2 * i : i);
            announce(medium, ofMedium, at, into);
            if (pairs && rtcpPort == 0 && !mux) {
                announce(RTCP, ofMedium, at + 1, into);
            }
        }
        if (pairs && rtcpPort > 0 && rtcpPort != port) {
            announce(RTCP, ofRtcp == null ? ofMedium : ofRtcp, rtcpPort, into);
        }
    }

    /** A private address may be translated to the address of the host that stated it. */
    private void announce(Expected medium, @Nullable Address address, int at, Announcements into) {
        boolean none = address == null || address.equals(Address.ANY);
        boolean held = Address.ANY_IPV4.equals(address);
        if (held || at > 0xffff) {
            return;
        }
        Address host = new Address(hostHigh, hostLow);
        if (!none) {
            into.announce(medium, address, at, HOW);
        }
        if (none || address.isPrivate() && !host.isPrivate()) {
            into.announce(medium, host, at, HOW);
        }
    }

    private static boolean isPort(int number) {
        return number > 0 && number != DISCARD;
    }
}
