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
        boolean asked = pass(client) == REQUEST;
        boolean granted = pass(server) == POSITIVE;
        if (client.failed() || server.failed()) {
            return Start.LATER;
        }
        return asked && granted ? new Start(client.position(), server.position()) : Start.NEVER;
    }

    /** Passes over a packet; returns its type. The lowest bit of the flags is the highest of its length. */
    private static int pass(ByteCursor cursor) {
        int type = cursor.u8();
        int flags = cursor.u8();
        cursor.skip((flags & 1) << Short.SIZE | cursor.u16());
        return type;
    }
}
