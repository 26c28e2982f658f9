package dev.periplus.detect;

import dev.periplus.classify.Announcements;
import dev.periplus.classify.Announcer;
import dev.periplus.decode.Packet;
import dev.periplus.flow.Flow;

/**
 * The media that a call's signalling announces in session descriptions (RFC 8866), as SIP (RFC 3264), MGCP and Megaco
 * carry them. A description may reach over several segments.
 */
final class SdpAnnouncer implements Announcer {
    private final PacketLines lines = new PacketLines();
    private final SessionDescription ofDatagram = new SessionDescription();

    /** What a stream has begun and not ended, by side. */
    private static final class Begun {
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
            Begun begun = into.state() instanceof Begun known ? known : new Begun();
            into.state(begun);
            description = begun.descriptions[side];
            lines.segment(packet, side, begun.unfinished);
        } else {
            description.clear();
            lines.datagram(packet);
        }
        description.saidBy(flow.high(side), flow.low(side));
        while (lines.next()) {
            description.read(lines, into);
        }
        description.announce(into);
    }
}
