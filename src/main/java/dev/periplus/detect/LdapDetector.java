package dev.periplus.detect;

import dev.periplus.classify.Detector;
import dev.periplus.classify.Trail;
import dev.periplus.decode.Packet;
import dev.periplus.flow.Exchange;
import dev.periplus.flow.Said;
import java.util.List;

/** LDAP over TCP and its connectionless form over UDP (RFC 4511, RFC 1798). Metadata under {@code ldap}. */
final class LdapDetector implements Detector {
    private static final String LDAP = "ldap";
    private static final double WHOLE = 80;
    private static final double ENVELOPE = 55;
    private static final double SHORT = 30;
    private static final double OTHER_SIDE = 35;

    /** Messages this short have no fields of their own and are weak evidence. */
    private static final int SHORT_LENGTH = 10;

    private final LdapMessage message = new LdapMessage();
    private final Secrets secrets;

    LdapDetector(Secrets secrets) {
        this.secrets = secrets;
    }

    /** State of a flow. */
    private static final class State {
        final boolean[] dead = new boolean[2];
        boolean request;
        boolean reply;
    }

    @Override
    public String name() {
        return LDAP;
    }

    @Override
    public List<String> answers() {
        return List.of("ldap");
    }

    @Override
    public boolean wants(int protocol) {
        return protocol == Packet.TCP || protocol == Packet.UDP;
    }

    @Override
    public boolean opensWith(int first) {
        return first == Ber.SEQUENCE;
    }

    @Override
    public Next inspect(Exchange exchange, Trail trail) {
        State state = trail.state() instanceof State known ? known : new State();
        trail.state(state);
        Said said = exchange.said(exchange.speakingSide());
        boolean growing = !exchange.datagrams() && !said.snapped() && said.length() < Said.STREAM_LIMIT;
        LdapMessage.Fit fit = message.read(said.bytes(), 0, said.length(), growing);
        if (fit == LdapMessage.Fit.NOT || fit == LdapMessage.Fit.PARTIAL) {
            return fit == LdapMessage.Fit.PARTIAL ? Next.MORE : refuted(exchange, state, said);
        }
        boolean request = message.isRequest();
        if (request ? state.request : state.reply) {
            return Next.MORE;
        }
        boolean second = state.request || state.reply;
        state.request |= request;
        state.reply |= !request;
        int length = Math.min(message.length, said.length());
        String says = "LDAP " + message.operationName() + " with message ID " + message.id + " (lengths fit)";
        trail.found(LDAP, second ? OTHER_SIDE : weight(fit), says, said, 0, length);
        describe(trail);
        trail.roleOf(exchange.speaker(), request);
        return state.request && state.reply ? Next.DONE : Next.MORE;
    }

    /** If the beginning is missing, one side may be in the middle of a message or inside a security layer. */
    private static Next refuted(Exchange exchange, State state, Said said) {
        int side = exchange.speakingSide();
        state.dead[side] = true;
        boolean midstream = !exchange.datagrams() && !said.fromStart();
        return midstream && !state.dead[1 - side] ? Next.MORE : Next.DONE;
    }

    private double weight(LdapMessage.Fit fit) {
        if (message.length < SHORT_LENGTH) {
            return SHORT;
        }
        return fit == LdapMessage.Fit.WHOLE ? WHOLE : ENVELOPE;
    }

    private void describe(Trail trail) {
        trail.metadata(LDAP, "operation", message.operationName());
        if (message.operation == LdapMessage.BIND_REQUEST) {
            trail.metadata(LDAP, "bind", message.subject);
            secrets.tell(trail, "LDAP simple bind", message.subject, message.password);
        } else if (message.operation == LdapMessage.SEARCH_REQUEST) {
            trail.metadata(LDAP, "base", message.subject);
        } else if (message.operation == LdapMessage.EXTENDED_REQUEST) {
            trail.metadata(LDAP, "extended", message.subject);
        }
    }
}
