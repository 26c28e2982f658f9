package dev.periplus.detect;

import dev.periplus.classify.Announcements;
import dev.periplus.decode.ByteCursor;
import dev.periplus.flow.Role;

/**
 * Reads passwords that a PostgreSQL server asks for in the clear (Frontend/Backend Protocol, Message Formats:
 * StartupMessage, AuthenticationCleartextPassword, PasswordMessage).
 */
final class PostgresqlLogins extends ClientLogins {
    private static final long STARTUP = 3 << 16;
    private static final long NEGOTIATED = 2;
    private static final long CLEARTEXT = 3;
    private static final int MOST_PARAMETERS = 32;

    /** What a client said of itself, and whether its server asked for the password itself. */
    private static final class State {
        private String user = "";
        private boolean asked;
    }

    PostgresqlLogins(Secrets secrets) {
        super("postgresql-logins", secrets);
    }

    @Override
    void read(ByteCursor cursor, Role speaker, Announcements into) {
        State state = into.state() instanceof State known ? known : new State();
        into.state(state);
        if (speaker == Role.SERVER) {
            state.asked |= cursor.u8() == 'R' && cursor.u32() == 8 && cursor.u32() == CLEARTEXT && !cursor.failed();
        } else if (cursor.peek(0) == 0) {
            cursor.skip(4);
            long version = cursor.u32();
            state.user = version >= STARTUP && version <= STARTUP + NEGOTIATED ? user(cursor) : state.user;
        } else if (state.asked && cursor.u8() == 'p') {
            state.asked = false;
            cursor.skip(4);
            String password = text(cursor);
            if (!cursor.failed()) {
                secrets.tell(into, "PostgreSQL", state.user, password);
            }
        }
    }

    private static String user(ByteCursor cursor) {
        for (int i = 0; i < MOST_PARAMETERS && !cursor.failed(); i++) {
            String key = text(cursor);
            String value = text(cursor);
            if (key.equals("user")) {
                return value;
            }
        }
        return "";
    }
}
