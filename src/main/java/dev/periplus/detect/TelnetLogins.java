package dev.periplus.detect;

import dev.periplus.classify.Announcements;
import dev.periplus.classify.Announcer;
import dev.periplus.decode.Packet;
import dev.periplus.flow.Flow;

/**
 * Reads what a Telnet client types when the server asks for a user and a password, option negotiation left out (RFC 854).
 */
final class TelnetLogins implements Announcer {
    private static final int LONGEST = 64;
    private static final int IAC = 0xff;
    private static final int SUBNEGOTIATION = 0xfa;
    private static final int FIRST_OPTION = 0xfb;

    private final Secrets secrets;

    /** What a server has asked for, and what its client has typed since. */
    private static final class State {
        private final StringBuilder typed = new StringBuilder();
        private String asked = "";
        private String user = "";
        private boolean password;
    }

    TelnetLogins(Secrets secrets) {
        this.secrets = secrets;
    }

    @Override
    public String name() {
        return "telnet-logins";
    }

    @Override
    public void hear(Flow flow, int side, Packet packet, Announcements into) {
        State state = into.state() instanceof State known ? known : begun(flow, side, packet);
        into.state(state);
        int end = packet.payloadOffset + packet.payloadCaptured;
        for (int at = packet.payloadOffset; at < end; at++) {
            int octet = packet.bytes[at] & 0xff;
            if (octet == IAC) {
                int command = at + 1 < end ? packet.bytes[at + 1] & 0xff : 0;
                if (command == SUBNEGOTIATION) {
                    return;
                }
                at += command >= FIRST_OPTION ? 2 : 1;
            } else if (side == flow.serverSide()) {
                asks(state, octet);
            } else {
                types(state, octet, into);
            }
        }
    }

    /** Without option negotiation, the prompt for a password shows that it is Telnet: the next line is the password. */
    private static State begun(Flow flow, int side, Packet packet) {
        State state = new State();
        state.password = side == flow.clientSide()
                && packet.payloadCaptured > 0
                && packet.bytes[packet.payloadOffset] != (byte) IAC;
        return state;
    }

    private static void asks(State state, int octet) {
        String asked = octet < ' ' ? "" : state.asked + (char) octet;
        state.asked = asked.length() > LONGEST ? asked.substring(asked.length() - LONGEST) : asked;
        boolean password = endsWith(state.asked, "assword:") || endsWith(state.asked, "assword: ");
        if (password || endsWith(state.asked, "ogin: ") || endsWith(state.asked, "sername: ")) {
            state.password = password;
            state.typed.setLength(0);
        }
    }

    private static boolean endsWith(String asked, String prompt) {
        return asked.length() > prompt.length() && asked.endsWith(prompt);
    }

    private void types(State state, int octet, Announcements into) {
        if (octet == '\r' || octet == '\n') {
            String line = state.typed.toString();
            state.typed.setLength(0);
            if (state.password) {
                secrets.tell(into, "Telnet", state.user, line);
                state.password = false;
            } else if (!line.isEmpty()) {
                state.user = line;
            }
        } else if ((octet == '\b' || octet == 0x7f) && !state.typed.isEmpty()) {
            state.typed.setLength(state.typed.length() - 1);
        } else if (octet >= ' ' && state.typed.length() < LONGEST) {
            state.typed.append((char) octet);
        }
    }
}
