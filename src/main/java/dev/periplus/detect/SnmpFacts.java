package dev.periplus.detect;

import dev.periplus.answer.HostFact.Kind;
import dev.periplus.flow.Flow;

/** SNMP (RFC 3416 section 3, RFC 3418 section 2): the description and the name of the system that answers. */
final class SnmpFacts extends FactReader {
    /** The object identifier of system, 1.3.6.1.2.1.1, in a binding of eight octets. */
    private static final int[] SYSTEM = {0x06, 0x08, 0x2b, 6, 1, 2, 1, 1};

    private static final int DESCRIPTION = 1;
    private static final int NAME = 5;
    private static final int OCTETS = 4;
    private static final int MOST = 16;

    SnmpFacts() {
        super("snmp");
    }

    @Override
    void read(Flow flow, int side) {
        if (side != flow.serverSide()) {
            return;
        }
        int found = 0;
        for (int at = 0; found < MOST && cursor.remaining() > SYSTEM.length; at++) {
            cursor.seek(at);
            if (isSystem()) {
                cursor.skip(SYSTEM.length);
                value(cursor.u8(), cursor.u8());
                found++;
            }
        }
    }

    private boolean isSystem() {
        for (int i = 0; i < SYSTEM.length; i++) {
            if (cursor.peek(i) != SYSTEM[i]) {
                return false;
            }
        }
        return true;
    }

    private void value(int object, int instance) {
        boolean wanted = (object == DESCRIPTION || object == NAME) && instance == 0 && cursor.peek(0) == OCTETS;
        if (!wanted) {
            return;
        }
        cursor.skip(1);
        int length = cursor.u8();
        length = length == 0x81 ? cursor.u8() : length == 0x82 ? cursor.u16() : length;
        int at = cursor.position();
        String text = text(Math.min(length, cursor.remaining()));
        boolean isName = object == NAME;
        tell(speaker, isName ? Kind.NAME : Kind.MODEL, text, isName ? "SNMP sysName" : "SNMP sysDescr", at, length);
    }
}
