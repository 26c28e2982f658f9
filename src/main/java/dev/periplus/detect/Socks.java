package dev.periplus.detect;

import dev.periplus.classify.Handover;
import dev.periplus.decode.ByteCursor;
import dev.periplus.flow.Exchange;
import dev.periplus.flow.Role;

/** Finds the stream after a granted CONNECT: SOCKS 5 (RFC 1928, RFC 1929), SOCKS 4 and 4A. */
final class Socks implements Handover {
    private static final int CONNECT = 1;
    private static final int PASSWORD = 2;
    private static final int GRANTED_4 = 0x5a;
    private static final int IPV4 = 1;
    private static final int NAME = 3;
    private static final int IPV6 = 4;

    private final ByteCursor client = new ByteCursor();
    private final ByteCursor server = new ByteCursor();

    @Override
    public String name() {
        return "socks";
    }

    @Override
    public Start find(Exchange exchange) {
        exchange.said(Role.CLIENT).cursor(client);
        exchange.said(Role.SERVER).cursor(server);
        boolean granted = client.u8() == 4 ? version4() : version5();
        if (client.failed() || server.failed()) {
            return Start.LATER;
        }
        return granted ? new Start(client.position(), server.position()) : Start.NEVER;
    }

    private boolean version4() {
        boolean connect = client.u8() == CONNECT;
        client.skip(2);
        long address = client.u32();
        boolean named = address != 0 && address <= 0xff;
        skipText();
        if (named) {
            skipText();
        }
        server.skip(1);
        boolean granted = server.u8() == GRANTED_4;
        server.skip(6);
        return connect && granted;
    }

    private void skipText() {
        while (!client.failed() && client.u8() != 0) {
            // skips to the terminating zero
        }
    }

    private boolean version5() {
        client.skip(client.u8());
        server.skip(1);
        int method = server.u8();
        if (method == PASSWORD) {
            client.skip(1);
            client.skip(client.u8());
            client.skip(client.u8());
            server.skip(1);
            if (server.u8() != 0) {
                return false;
            }
        } else if (method != 0) {
            return false;
        }
        client.skip(1);
        boolean connect = client.u8() == CONNECT;
        client.skip(1);
        boolean known = address(client);
        server.skip(1);
        boolean granted = server.u8() == 0;
        server.skip(1);
        return connect && known && granted && address(server);
    }

    private static boolean address(ByteCursor cursor) {
        int type = cursor.u8();
        switch (type) {
            case IPV4 -> cursor.skip(4 + 2);
            case NAME -> cursor.skip(cursor.u8() + 2);
            case IPV6 -> cursor.skip(16 + 2);
            default -> {
                return false;
            }
        }
        return true;
    }
}
