package dev.periplus.detect;

import dev.periplus.classify.Announcements;
import dev.periplus.classify.Announcer;
import dev.periplus.decode.Packet;
import dev.periplus.flow.Flow;

/**
 * Announces the media in session descriptions (RFC 8866) carried by SIP (RFC 3264), MGCP and Megaco. A description may
 * span several segments. Reads Basic credentials (RFC 2543 section 14.2) too.
 */
final class SdpAnnouncer implements Announcer {
    private final PacketLines lines = new PacketLines();
    private final SessionDescription ofDatagram = new SessionDescription();
    private final BasicLogin basic;

    /** @param secrets writes the logins of clients */
    SdpAnnouncer(Secrets secrets) {
        basic = new BasicLogin("SIP", secrets);
    }

    /** Unfinished lines and descriptions of a stream, by side. */
    private static final class StreamState {
        final PacketLines.Unfinished unfinished = new PacketLines.Unfinished();
        final SessionDescription[] descriptions = {new SessionDescription(), new SessionDescription()};
    }

    @Override
    public String name() {
        return "sdp";
    }

    @Override
    public void hear(Flow flow, int side, Packet packet, Announcements into) {
        SessionDescription description = ofDatagram;
        if (flow.protocol() == Packet.TCP) {
            StreamState state = into.state() instanceof StreamState known ? known : new StreamState();
            into.state(state);
            description = state.descriptions[side];
            lines.segment(packet, side, state.unfinished);
        } else {
            description.clear();
            lines.datagram(packet);
        }
        description.saidBy(flow.high(side), flow.low(side));
        while (lines.next()) {
            description.read(lines, into);
            basic.read(lines, into);
        }
        description.announce(into);
    }
}
