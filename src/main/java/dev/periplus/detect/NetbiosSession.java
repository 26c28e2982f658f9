package dev.periplus.detect;

import dev.periplus.classify.Fields;
import dev.periplus.classify.Handover;
import dev.periplus.decode.ByteCursor;
import dev.periplus.flow.Exchange;
import dev.periplus.flow.Role;

/** Finds the messages of a NetBIOS session after the request and its positive response (RFC 1002 section 4.3). */
final class NetbiosSession implements Handover {
    private static final int REQUEST = 0x81;
    private static final int POSITIVE = 0x82;

    private final ByteCursor client = new ByteCursor();
    private final ByteCursor server = new ByteCursor();

    @Override
    public String name() {
        return "netbios-session";
    }

    @Override
    public Start find(Exchange exchange, Fields fields) {
        exchange.said(Role.CLIENT).cursor(client);
        exchange.said(Role.SERVER).cursor(server);
        if (!passes(client, REQUEST) || !passes(server, POSITIVE)) {
            return Start.NEVER;
        }
        return client.failed() || server.failed() ? Start.LATER : new Start(client.position(), server.position());
    }

    /**
     * Passes over a packet; returns false if it has another type. The lowest bit of the flags is the highest of its length.
     */
    private static boolean passes(ByteCursor cursor, int type) {
        boolean fits = cursor.u8() == type || cursor.failed();
        int flags = cursor.u8();
        cursor.skip((flags & 1) << Short.SIZE | cursor.u16());
        return fits;
    }
}
