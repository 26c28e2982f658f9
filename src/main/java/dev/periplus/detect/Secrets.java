package dev.periplus.detect;

import dev.periplus.classify.Announcements;
import dev.periplus.classify.Fields;

/**
 * Writes the logins that crossed in the clear, metadata {@code credentials.sent}: {@code FTP: user bob, password
 * ********}.
 *
 * @param shown whether passwords are written, and not replaced by asterisks
 */
record Secrets(boolean shown) {
    static final String GROUP = "credentials";
    static final String KEY = "sent";

    private static final String MASK = "********";
    private static final int LONGEST = 80;

    /** A password as records show it. */
    String of(String password) {
        return shown ? cut(password) : MASK;
    }

    private static String cut(String text) {
        return text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
    }

    private String sentence(String how, String user, String password) {
        return how + ": " + (user.isEmpty() ? "" : "user " + cut(user) + ", ") + "password " + of(password);
    }

    /** Tells a login, unless its password is empty. */
    void tell(Fields fields, String how, String user, String password) {
        if (!password.isEmpty()) {
            fields.metadata(GROUP, KEY, sentence(how, user, password));
        }
    }

    /** Tells a login, unless its password is empty. */
    void tell(Announcements flow, String how, String user, String password) {
        if (!password.isEmpty()) {
            flow.metadata(GROUP, KEY, sentence(how, user, password));
        }
    }
}
