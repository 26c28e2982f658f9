package dev.periplus.detect;

import dev.periplus.address.Address;
import dev.periplus.classify.Fields;
import dev.periplus.classify.Handover;
import dev.periplus.decode.ByteCursor;
import dev.periplus.flow.Exchange;
import dev.periplus.flow.Role;
import java.util.Locale;

/**
 * Finds the stream after a granted CONNECT or BIND: SOCKS 5 (RFC 1928, RFC 1929), SOCKS 4 and 4A. Metadata under {@code
 * socks}: the version, the user, and by command where the request leads.
 */
final class Socks implements Handover {
    private static final String SOCKS = "socks";
    private static final int CONNECT = 1;
    private static final int BIND = 2;
    private static final int UDP_ASSOCIATE = 3;
    private static final int NO_METHOD = 0;
    private static final int PASSWORD = 2;
    private static final int GRANTED_4 = 0x5a;
    private static final int REPLY_4 = 6;
    private static final int IPV4 = 1;
    private static final int NAME = 3;
    private static final int IPV6 = 4;

    private final Secrets secrets;
    private final ByteCursor client = new ByteCursor();
    private final ByteCursor server = new ByteCursor();

    Socks(Secrets secrets) {
        this.secrets = secrets;
    }

    @Override
    public boolean relays() {
        return true;
    }

    @Override
    public String name() {
        return SOCKS;
    }

    @Override
    public Start find(Exchange exchange, Fields fields) {
        exchange.said(Role.CLIENT).cursor(client);
        exchange.said(Role.SERVER).cursor(server);
        int version = client.u8();
        boolean granted = version == 4 ? version4(fields) : version == 5 && version5(fields);
        if (!granted) {
            return Start.NEVER;
        }
        return client.failed() || server.failed() ? Start.LATER : new Start(client.position(), server.position());
    }

    /** Returns false if the request is refused, or if nothing follows it. */
    private boolean version4(Fields fields) {
        int command = client.u8();
        int port = client.u16();
        long address = client.u32();
        user(fields, text());
        boolean named = address != 0 && address <= 0xff;
        String host = named ? text() : Address.ofIpv4(address).toString();
        tell(fields, named ? "4a" : "4", command, host, port);
        boolean granted = granted4();
        return granted && (command == CONNECT || command == BIND && granted4());
    }

    private boolean granted4() {
        server.skip(1);
        int status = server.u8();
        server.skip(REPLY_4);
        return status == GRANTED_4 || server.failed();
    }

    /** Reads up to the terminating zero. */
    private String text() {
        int length = 0;
        while (client.peek(length) > 0) {
            length++;
        }
        String text = client.latin1(length);
        client.skip(1);
        return text;
    }

    private boolean version5(Fields fields) {
        client.skip(client.u8());
        server.skip(1);
        int method = server.u8();
        // Of an answer that is not there, the client's next message shows what it was.
        boolean password = server.failed() ? client.peek(0) == 1 : method == PASSWORD;
        if (!password && method != NO_METHOD) {
            return false;
        }
        if (password) {
            client.skip(1);
            String user = client.latin1(client.u8());
            user(fields, user);
            String secret = client.latin1(client.u8());
            secrets.tell(fields, "SOCKS 5", user, client.failed() ? "" : secret);
            server.skip(1);
        }
        boolean admitted = !password || server.u8() == 0 || server.failed();
        boolean asks = client.u8() == 5 || client.failed();
        int command = client.u8();
        client.skip(1);
        String host = asks ? address(client) : "";
        int port = client.u16();
        tell(fields, "5", asks ? command : 0, host, port);
        boolean granted = admitted && asks && granted5();
        return granted && (command == CONNECT || command == BIND && granted5() || client.failed());
    }

    private boolean granted5() {
        server.skip(1);
        int status = server.u8();
        server.skip(1);
        address(server);
        server.skip(2);
        return status == 0 || server.failed();
    }

    /** Reads an address; of an unknown type, fails. */
    private static String address(ByteCursor cursor) {
        switch (cursor.u8()) {
            case IPV4 -> {
                return Address.ofIpv4(cursor.u32()).toString();
            }
            case NAME -> {
                return cursor.latin1(cursor.u8());
            }
            case IPV6 -> {
                return new Address(cursor.u64(), cursor.u64()).bracketed();
            }
            default -> {
                cursor.fail();
                return "";
            }
        }
    }

    private void user(Fields fields, String user) {
        if (!client.failed() && !user.isEmpty()) {
            fields.metadata(SOCKS, "user", user);
        }
    }

    private void tell(Fields fields, String version, int command, String host, int port) {
        String key = switch (command) {
            case CONNECT -> "connect";
            case BIND -> "bind";
            case UDP_ASSOCIATE -> "udp_associate";
            default -> "";
        };
        if (!client.failed() && !key.isEmpty()) {
            fields.metadata(SOCKS, "version", version);
            fields.metadata(SOCKS, key, host.toLowerCase(Locale.ROOT) + ":" + port);
        }
    }
}
