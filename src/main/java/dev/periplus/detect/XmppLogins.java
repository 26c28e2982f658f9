package dev.periplus.detect;

import dev.periplus.classify.Announcements;
import dev.periplus.decode.ByteCursor;
import dev.periplus.flow.Role;

/**
 * Reads logins of XMPP clients with SASL PLAIN (RFC 6120 section 6.4.2) and with the password itself (XEP-0078 section
 * 3.2); nothing behind a request for TLS.
 */
final class XmppLogins extends ClientLogins {
    private static final int LONGEST = 4096;
    private static final int MOST_SEGMENTS = 32;

    /** Segments of a client that may still hold its login. */
    private static final class State {
        private int left = MOST_SEGMENTS;
    }

    XmppLogins(Secrets secrets) {
        super("xmpp-logins", secrets);
    }

    @Override
    public boolean hearsClientsOnly() {
        return true;
    }

    @Override
    void read(ByteCursor cursor, Role speaker, Announcements into) {
        State state = into.state() instanceof State known ? known : new State();
        into.state(state);
        if (speaker != Role.CLIENT || state.left <= 0) {
            return;
        }
        state.left--;
        String text = cursor.latin1(Math.min(cursor.remaining(), LONGEST));
        int auth = text.indexOf("<auth ");
        int end = auth < 0 ? -1 : text.indexOf('>', auth);
        if (text.contains("<starttls")) {
            state.left = 0;
        } else if (end > 0 && isPlain(text.substring(auth, end))) {
            plain("XMPP SASL PLAIN", LoginLines.decoded(upTo(text, end + 1)), into);
        } else if (text.contains("jabber:iq:auth")) {
            secrets.tell(into, "XMPP", element(text, "<username>"), element(text, "<password>"));
        }
    }

    private static boolean isPlain(String tag) {
        return tag.contains("mechanism='PLAIN'") || tag.contains("mechanism=\"PLAIN\"");
    }

    private static String element(String text, String tag) {
        int at = text.indexOf(tag);
        return at < 0 ? "" : upTo(text, at + tag.length());
    }

    private static String upTo(String text, int from) {
        int end = text.indexOf('<', from);
        return end < 0 ? "" : text.substring(from, end);
    }
}
