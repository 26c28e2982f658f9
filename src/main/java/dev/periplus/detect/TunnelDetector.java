package dev.periplus.detect;

import dev.periplus.classify.Detector;
import dev.periplus.classify.Trail;
import dev.periplus.decode.NullEncryption;
import dev.periplus.decode.Packet;
import dev.periplus.decode.Tunnel;
import dev.periplus.decode.UdpTunnels;
import dev.periplus.flow.Exchange;
import dev.periplus.flow.Flow;
import dev.periplus.flow.Said;

/** Tunnels over UDP, and ESP without encryption: what the decoder opens is what the outer flow is. */
final class TunnelDetector implements Detector {
    private static final double OPENED = 60;
    private static final double OTHER_SIDE = 20;

    /** Shown as evidence: the longest header of fixed length, and the beginning of what it carries. */
    private static final int SHOWN = 32;

    private static final int ESP = 50;

    private final UdpTunnels tunnels = new UdpTunnels();
    private final Packet packet = new Packet();

    /** The sides that sent a tunnelled packet. */
    private static final class State {
        int sides;
    }

    @Override
    public String name() {
        return "tunnel";
    }

    @Override
    public boolean wants(int protocol) {
        return protocol == Packet.UDP || protocol == ESP;
    }

    @Override
    public Next inspect(Exchange exchange, Trail trail) {
        Said said = exchange.said(exchange.speakingSide());
        boolean esp = exchange.protocol() == ESP;
        if (!exchange.datagrams() || !(esp ? isClear(exchange, said) : isOpened(said))) {
            return Next.MORE;
        }
        Tunnel kind = esp ? Tunnel.ESP : tunnels.kind();
        State state = trail.state() instanceof State known ? known : new State();
        trail.state(state);
        int side = 1 << exchange.speakingSide();
        if ((state.sides & side) == 0) {
            String says = kind.id() + " header, and a whole packet inside";
            trail.found(
                    kind.id(), state.sides == 0 ? OPENED : OTHER_SIDE, says, said, 0, Math.min(SHOWN, said.length()));
        }
        state.sides |= side;
        return state.sides == 3 ? Next.DONE : Next.MORE;
    }

    private boolean isOpened(Said said) {
        return tunnels.look(said.bytes(), 0, said.length(), said.wireLength());
    }

    /** Whether a packet of ESP is not encrypted: what it protects, and its trailer, are right. */
    private boolean isClear(Exchange exchange, Said said) {
        Flow flow = exchange.flow();
        int from = exchange.speakingSide();
        packet.bytes = said.bytes();
        packet.payloadOffset = 0;
        packet.payloadCaptured = said.length();
        packet.payloadLength = said.wireLength();
        packet.ipVersion = flow.ipVersion();
        packet.sourceHigh = flow.high(from);
        packet.sourceLow = flow.low(from);
        packet.destinationHigh = flow.high(1 - from);
        packet.destinationLow = flow.low(1 - from);
        return NullEncryption.find(packet) >= 0;
    }
}
