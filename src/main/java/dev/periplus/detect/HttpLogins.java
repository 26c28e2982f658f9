package dev.periplus.detect;

import dev.periplus.classify.Announcements;
import dev.periplus.classify.Announcer;
import dev.periplus.decode.Packet;
import dev.periplus.flow.Flow;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/**
 * Reads what HTTP clients log in with: Basic credentials (RFC 7617 section 2), to a server or a proxy, and forms with a
 * field for a password ({@code application/x-www-form-urlencoded}). A head or form counts as far as one segment holds it.
 */
final class HttpLogins implements Announcer {
    private static final int LONGEST_FORM = 8192;
    private static final int MOST_FIELDS = 64;

    private static final Set<String> PASSWORDS =
            Set.of("password", "passwd", "pass", "pwd", "passwort", "userpassword", "user_password", "login_password");
    private static final Set<String> USERS = Set.of(
            "username", "user", "login", "email", "userid", "user_id", "uname", "account", "loginname", "log", "name");

    private final PacketLines lines = new PacketLines();
    private final Secrets secrets;
    private final BasicLogin basic;

    /** Kept of a flow whose next segment is a form. */
    private static final class FormFollows {
        private boolean due;
    }

    HttpLogins(Secrets secrets) {
        this.secrets = secrets;
        basic = new BasicLogin("HTTP", secrets);
    }

    @Override
    public String name() {
        return "http-logins";
    }

    @Override
    public boolean hearsClientsOnly() {
        return true;
    }

    @Override
    public void hear(Flow flow, int side, Packet packet, Announcements into) {
        if (side != flow.clientSide()) {
            return;
        }
        if (into.state() instanceof FormFollows form && form.due) {
            form.due = false;
            form(text(packet, packet.payloadOffset), into);
        } else if (begins(packet)) {
            head(packet, into);
        }
    }

    /** Whether a segment begins with a capital letter, as the methods of requests do. */
    private static boolean begins(Packet packet) {
        byte first = packet.payloadCaptured == 0 ? 0 : packet.bytes[packet.payloadOffset];
        return first >= 'A' && first <= 'Z';
    }

    private void head(Packet packet, Announcements into) {
        boolean form = false;
        lines.datagram(packet);
        while (lines.next()) {
            if (lines.remaining() == 0) {
                int body = lines.following();
                if (form && body < packet.payloadOffset + packet.payloadCaptured) {
                    form(text(packet, body), into);
                } else if (form) {
                    follows(into);
                }
                return;
            }
            if (lines.takes("content-type:")) {
                lines.passBlanks();
                form = lines.takes("application/x-www-form-urlencoded");
            } else {
                basic.read(lines, into);
            }
        }
    }

    private static void follows(Announcements into) {
        FormFollows form = into.state() instanceof FormFollows known ? known : new FormFollows();
        form.due = true;
        into.state(form);
    }

    private static String text(Packet packet, int from) {
        int length = Math.min(packet.payloadOffset + packet.payloadCaptured - from, LONGEST_FORM);
        return new String(packet.bytes, from, length, StandardCharsets.ISO_8859_1);
    }

    private void form(String body, Announcements into) {
        String user = "";
        String password = "";
        String[] fields = body.strip().split("&", MOST_FIELDS);
        for (String field : fields) {
            int equals = field.indexOf('=');
            String key = equals < 0 ? "" : field.substring(0, equals).toLowerCase(Locale.ROOT);
            String value = equals < 0 ? "" : field.substring(equals + 1);
            password = password.isEmpty() && PASSWORDS.contains(key) ? value : password;
            user = user.isEmpty() && USERS.contains(key) ? value : user;
        }
        secrets.tell(into, "HTTP form", plain(user), plain(password));
    }

    private static String plain(String value) {
        try {
            return URLDecoder.decode(value, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return value;
        }
    }
}
