package dev.periplus.detect;

import dev.periplus.classify.Announcements;
import dev.periplus.classify.Expected;
import dev.periplus.decode.Addresses;
import dev.periplus.decode.Packet;
import org.jspecify.annotations.Nullable;

/**
 * Reads a session description line by line: media and their ports ({@code m=}) with addresses for all or for one
 * ({@code c=}, RFC 8866 sections 5.7 and 5.14), the port of RTCP (RFC 3605), RTCP on that of RTP (RFC 5761), and
 * candidates (RFC 8839 section 5.1). Port 0 refuses a medium (RFC 3264 section 6), 9 stands for one not known yet.
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

    /** Of the whole session, then of the medium at hand; both 0 where none was given. */
    private long sessionHigh;

    private long sessionLow;
    private long high;
    private long low;

    /** Null before the first medium and where its transport is not known. */
    private @Nullable Expected expected;

    private boolean inMedium;
    private int port;
    private int ports;
    private int rtcpPort;
    private long rtcpHigh;
    private long rtcpLow;
    private boolean mux;

    private static Expected udp(String label) {
        return Expected.ofPeers(label, Packet.UDP, WEIGHT);
    }

    private static Expected tcp(String label) {
        return Expected.ofPeers(label, Packet.TCP, WEIGHT);
    }

    /** The host whose description it is. */
    void saidBy(long addressHigh, long addressLow) {
        hostHigh = addressHigh;
        hostLow = addressLow;
    }

    void clear() {
        open = false;
        changed = false;
        inMedium = false;
        expected = null;
        sessionHigh = 0;
        sessionLow = 0;
    }

    /** Reads the line; a line of another form ends the description. */
    void read(PacketLines line, AddressText address, Announcements into) {
        if (line.takes("v=0") && line.remaining() == 0) {
            announce(into);
            clear();
            open = true;
        } else if (open && line.peek(1) == '=') {
            field(line, address, into);
        } else if (open) {
            announce(into);
            clear();
        }
    }

    private void field(PacketLines line, AddressText address, Announcements into) {
        if (line.takes("c=in ip4 ") || line.takes("c=in ip6 ")) {
            connection(line, address);
        } else if (line.takes("m=")) {
            announce(into);
            medium(line);
        } else if (inMedium && line.takes("a=rtcp:")) {
            rtcp(line, address);
        } else if (inMedium && line.takes("a=rtcp-mux")) {
            mux = true;
            changed = true;
        } else if (inMedium && line.takes("a=candidate:")) {
            candidate(line, address, into);
        }
    }

    private void connection(PacketLines line, AddressText address) {
        if (!line.address(address)) {
            return;
        }
        high = address.high;
        low = address.low;
        changed = true;
        if (!inMedium) {
            sessionHigh = high;
            sessionLow = low;
        }
    }

    private void medium(PacketLines line) {
        inMedium = true;
        changed = true;
        high = sessionHigh;
        low = sessionLow;
        rtcpPort = 0;
        rtcpHigh = 0;
        rtcpLow = 0;
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

    private void rtcp(PacketLines line, AddressText address) {
        rtcpPort = Math.max(0, line.number(0xffff));
        changed = true;
        if ((line.takes(" in ip4 ") || line.takes(" in ip6 ")) && line.address(address)) {
            rtcpHigh = address.high;
            rtcpLow = address.low;
        }
    }

    /** Foundation, component (1 is RTP, 2 RTCP), transport, priority, address and port. */
    private void candidate(PacketLines line, AddressText address, Announcements into) {
        boolean known = line.passes(' ');
        int component = line.number(256);
        boolean udp = known && line.takes(" udp ") && line.passes(' ') && line.address(address) && line.takes(" ");
        int at = line.number(0xffff);
        Expected medium = expected;
        if (udp && isPort(at) && medium != null && medium.protocol() == Packet.UDP && !address.isUnspecified()) {
            boolean report = component == 2 && medium == RTP;
            into.announce(
                    report ? RTCP : medium,
                    address.high,
                    address.low,
                    at,
                    "announced as a candidate for a call's media");
        }
    }

    /** Announces the medium read last, unless nothing was added to it since. */
    void announce(Announcements into) {
        Expected medium = expected;
        if (!changed || !inMedium || medium == null || !isPort(port)) {
            return;
        }
        changed = false;
        boolean pairs = medium == RTP;
        for (int i = 0; i < ports; i++) {
            int at = port + (pairs ? 2 * i : i);
            announce(medium, high, low, at, into);
            if (pairs && rtcpPort == 0 && !mux) {
                announce(RTCP, high, low, at + 1, into);
            }
        }
        if (pairs && rtcpPort > 0 && rtcpPort != port) {
            boolean own = rtcpHigh != 0 || rtcpLow != 0;
            announce(RTCP, own ? rtcpHigh : high, own ? rtcpLow : low, rtcpPort, into);
        }
    }

    /** A private address may be translated to that of the host that named it. */
    private void announce(Expected medium, long atHigh, long atLow, int at, Announcements into) {
        boolean none = atHigh == 0 && atLow == 0;
        boolean held = atHigh == 0 && atLow == 0xffff_0000_0000L;
        if (held || at > 0xffff) {
            return;
        }
        if (!none) {
            into.announce(medium, atHigh, atLow, at, HOW);
        }
        boolean translated = Addresses.isPrivate(atHigh, atLow) && !Addresses.isPrivate(hostHigh, hostLow);
        if (none || translated) {
            into.announce(medium, hostHigh, hostLow, at, HOW);
        }
    }

    private static boolean isPort(int number) {
        return number > 0 && number != DISCARD;
    }
}
