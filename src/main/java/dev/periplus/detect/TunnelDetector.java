package dev.periplus.detect;

import dev.periplus.classify.Detector;
import dev.periplus.classify.Trail;
import dev.periplus.decode.Packet;
import dev.periplus.decode.Tunnel;
import dev.periplus.decode.UdpTunnels;
import dev.periplus.flow.Exchange;
import dev.periplus.flow.Said;

/** Tunnels over UDP: what the decoder opens is what the outer flow is. */
final class TunnelDetector implements Detector {
    private static final double OPENED = 60;
    private static final double OTHER_SIDE = 20;

    /** Shown as evidence: the longest header of fixed length, and the beginning of what it carries. */
    private static final int SHOWN = 32;

    private final UdpTunnels tunnels = new UdpTunnels();

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
        return protocol == Packet.UDP;
    }

    @Override
    public Next inspect(Exchange exchange, Trail trail) {
        Said said = exchange.said(exchange.speakingSide());
        if (!exchange.datagrams() || !tunnels.look(said.bytes(), 0, said.length(), said.wireLength())) {
            return Next.MORE;
        }
        Tunnel kind = tunnels.kind();
        if (kind == Tunnel.TZSP) {
            return Next.DONE;
        }
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
}
