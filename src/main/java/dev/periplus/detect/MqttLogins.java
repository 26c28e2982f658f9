package dev.periplus.detect;

import dev.periplus.classify.Announcements;
import dev.periplus.decode.ByteCursor;
import dev.periplus.flow.Role;

/** Reads user and password of CONNECT (MQTT 3.1.1 section 3.1, MQTT 5.0 section 3.1). */
final class MqttLogins extends ClientLogins {
    private static final int CONNECT = 0x10;
    private static final int VERSION_5 = 5;
    private static final int WILL = 0x04;
    private static final int PASSWORD = 0x40;
    private static final int USER = 0x80;
    private static final int LONGEST_LENGTH = 4;

    MqttLogins(Secrets secrets) {
        super("mqtt-logins", secrets);
    }

    @Override
    public boolean hearsClientsOnly() {
        return true;
    }

    @Override
    void read(ByteCursor cursor, Role speaker, Announcements into) {
        if (speaker != Role.CLIENT || cursor.u8() != CONNECT) {
            return;
        }
        length(cursor);
        String protocol = cursor.latin1(cursor.u16());
        boolean five = (cursor.u8() & 0x7f) == VERSION_5;
        int flags = cursor.u8();
        cursor.skip(2);
        if (five) {
            cursor.skip(length(cursor));
        }
        cursor.skip(cursor.u16());
        if ((flags & WILL) != 0) {
            if (five) {
                cursor.skip(length(cursor));
            }
            cursor.skip(cursor.u16());
            cursor.skip(cursor.u16());
        }
        String user = (flags & USER) == 0 ? "" : cursor.latin1(cursor.u16());
        String password = (flags & PASSWORD) == 0 ? "" : cursor.latin1(cursor.u16());
        if (!cursor.failed() && protocol.startsWith("MQ")) {
            secrets.tell(into, "MQTT CONNECT", user, password);
        }
    }

    /** A length of up to four bytes, seven bits each, the lowest first. */
    private static int length(ByteCursor cursor) {
        int length = 0;
        for (int i = 0; i < LONGEST_LENGTH; i++) {
            int octet = cursor.u8();
            length |= (octet & 0x7f) << 7 * i;
            if (octet < 0x80) {
                return length;
            }
        }
        cursor.fail();
        return 0;
    }
}
