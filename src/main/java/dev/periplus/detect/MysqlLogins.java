package dev.periplus.detect;

import dev.periplus.classify.Announcements;
import dev.periplus.decode.ByteCursor;
import dev.periplus.flow.Role;

/**
 * Reads passwords that a MySQL server asks for in the clear (Client/Server Protocol: HandshakeResponse41,
 * AuthSwitchRequest to {@code mysql_clear_password}).
 */
final class MysqlLogins extends ClientLogins {
    private static final String CLEAR = "mysql_clear_password";
    private static final int HEADER = 4;
    private static final int RESPONSE_NUMBER = 1;
    private static final int PROTOCOL_41 = 0x0200;
    private static final int BEFORE_USER = 28;
    private static final int SWITCH = 0xfe;

    /** The user, and whether the server asked for the password itself. */
    private static final class State {
        private String user = "";
        private boolean asked;
    }

    MysqlLogins(Secrets secrets) {
        super("mysql-logins", secrets);
    }

    @Override
    void read(ByteCursor cursor, Role speaker, Announcements into) {
        State state = into.state() instanceof State known ? known : new State();
        into.state(state);
        cursor.skip(HEADER - 1);
        int number = cursor.u8();
        if (speaker == Role.SERVER) {
            state.asked = cursor.u8() == SWITCH && text(cursor).equals(CLEAR);
        } else if (state.asked) {
            state.asked = false;
            String password = text(cursor);
            secrets.tell(into, "MySQL", state.user, password);
        } else if (number == RESPONSE_NUMBER && (cursor.u16le() & PROTOCOL_41) != 0) {
            cursor.skip(BEFORE_USER + 2);
            String user = text(cursor);
            state.user = cursor.failed() ? state.user : user;
        }
    }
}
