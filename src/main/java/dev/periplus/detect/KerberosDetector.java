package dev.periplus.detect;

import dev.periplus.classify.Detector;
import dev.periplus.classify.Trail;
import dev.periplus.decode.Packet;
import dev.periplus.flow.Exchange;
import dev.periplus.flow.Said;
import java.util.List;

/**
 * Kerberos version 5 over UDP, and over TCP after a four-byte length (RFC 4120 sections 5 and 7.2). Metadata under
 * {@code kerberos}.
 */
final class KerberosDetector implements Detector {
    private static final String KERBEROS = "kerberos";
    private static final double FIRST = 95;
    private static final double OTHER_SIDE = 25;
    private static final int PREFIX = 4;
    private static final int MAX_MESSAGE = 1 << 20;

    private final KerberosMessage message = new KerberosMessage();

    /** Messages seen in a flow. */
    private static final class State {
        boolean request;
        boolean reply;
    }

    @Override
    public String name() {
        return KERBEROS;
    }

    @Override
    public List<String> answers() {
        return List.of("kerberos");
    }

    @Override
    public boolean wants(int protocol) {
        return protocol == Packet.UDP || protocol == Packet.TCP;
    }

    @Override
    public boolean opensWith(int first) {
        return first == 0 || first >> 5 == KerberosMessage.APPLICATION >> 5;
    }

    @Override
    public Next inspect(Exchange exchange, Trail trail) {
        State state = trail.state() instanceof State known ? known : new State();
        trail.state(state);
        Said said = exchange.said(exchange.speakingSide());
        byte[] bytes = said.bytes();
        boolean stream = !exchange.datagrams();
        int at = stream ? PREFIX : 0;
        boolean growing = stream && !said.snapped() && said.length() < Said.STREAM_LIMIT;
        if (stream && said.length() <= PREFIX) {
            return said.length() > 0 && bytes[0] != 0 ? Next.DONE : Next.MORE;
        }
        KerberosMessage.Fit fit = message.read(bytes, at, said.length() - at);
        if (fit == KerberosMessage.Fit.PARTIAL && growing) {
            return Next.MORE;
        }
        if (fit != KerberosMessage.Fit.FITS || !lengthFits(said, stream)) {
            return Next.DONE;
        }
        int whole = at + message.length();
        if (growing && said.length() < whole) {
            return Next.MORE;
        }
        tell(exchange, trail, state, said, at);
        return state.request && state.reply ? Next.DONE : Next.MORE;
    }

    private void tell(Exchange exchange, Trail trail, State state, Said said, int at) {
        boolean request = message.isRequest();
        if (request ? state.request : state.reply) {
            return;
        }
        boolean second = state.request || state.reply;
        state.request |= request;
        state.reply |= !request;
        String says = "Kerberos 5 " + message.typeName() + " (tag and message type agree)";
        int length = Math.min(said.length() - at, message.length());
        trail.found(KERBEROS, second ? OTHER_SIDE : FIRST, says, said, at, length);
        message.describe(trail, KERBEROS);
        trail.roleOf(exchange.speaker(), request);
    }

    private boolean lengthFits(Said said, boolean stream) {
        if (!stream) {
            return message.length() <= said.wireLength();
        }
        byte[] bytes = said.bytes();
        long prefix = (bytes[0] & 0xffL) << 24 | (bytes[1] & 0xff) << 16 | (bytes[2] & 0xff) << 8 | bytes[3] & 0xff;
        return prefix == message.length() && prefix <= MAX_MESSAGE;
    }
}
