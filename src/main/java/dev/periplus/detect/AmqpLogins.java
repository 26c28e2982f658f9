package dev.periplus.detect;

import dev.periplus.classify.Announcements;
import dev.periplus.decode.ByteCursor;
import dev.periplus.flow.Role;

/**
 * Reads logins with SASL PLAIN: connection.start-ok of AMQP 0-9-1 (section 1.4.2.2) and sasl-init of AMQP 1.0 (part 5
 * section 5.3.3.2).
 */
final class AmqpLogins extends ClientLogins {
    private static final String HOW = "AMQP PLAIN";
    private static final String PLAIN = "PLAIN";
    private static final int METHOD = 1;
    private static final int START_OK = 10 << 16 | 11;
    private static final int SASL = 1;
    private static final int DESCRIBED = 0x00;
    private static final int SMALL_ULONG = 0x53;
    private static final int SASL_INIT = 0x41;
    private static final int LIST_8 = 0xc0;
    private static final int LIST_32 = 0xd0;
    private static final int SYMBOL_8 = 0xa3;
    private static final int BINARY_8 = 0xa0;
    private static final int HEADER = 8;

    AmqpLogins(Secrets secrets) {
        super("amqp-logins", secrets);
    }

    @Override
    public boolean hearsClientsOnly() {
        return true;
    }

    @Override
    void read(ByteCursor cursor, Role speaker, Announcements into) {
        if (speaker != Role.CLIENT) {
            return;
        }
        if (cursor.peek(0) == 'A') {
            cursor.skip(HEADER);
        }
        if (cursor.peek(0) == METHOD) {
            startOk(cursor, into);
        } else if (cursor.peek(0) == 0) {
            saslInit(cursor, into);
        }
    }

    private void startOk(ByteCursor cursor, Announcements into) {
        cursor.skip(7);
        boolean startOk = cursor.u32() == START_OK;
        skip(cursor, cursor.u32());
        String mechanism = cursor.latin1(cursor.u8());
        String response = text(cursor, cursor.u32());
        if (startOk && mechanism.equals(PLAIN) && !cursor.failed()) {
            plain(HOW, response, into);
        }
    }

    private void saslInit(ByteCursor cursor, Announcements into) {
        cursor.skip(5);
        boolean sasl = cursor.u8() == SASL;
        cursor.skip(2);
        boolean init = cursor.u8() == DESCRIBED && cursor.u8() == SMALL_ULONG && cursor.u8() == SASL_INIT;
        int list = cursor.u8();
        cursor.skip(list == LIST_8 ? 2 : list == LIST_32 ? HEADER : 0);
        boolean symbol = cursor.u8() == SYMBOL_8;
        String mechanism = cursor.latin1(cursor.u8());
        boolean binary = cursor.u8() == BINARY_8;
        String response = cursor.latin1(cursor.u8());
        if (sasl && init && symbol && binary && mechanism.equals(PLAIN) && !cursor.failed()) {
            plain(HOW, response, into);
        }
    }

    private static void skip(ByteCursor cursor, long count) {
        if (count > cursor.remaining()) {
            cursor.fail();
        } else {
            cursor.skip((int) count);
        }
    }

    private static String text(ByteCursor cursor, long count) {
        if (count > cursor.remaining()) {
            cursor.fail();
            return "";
        }
        return cursor.latin1((int) count);
    }
}
