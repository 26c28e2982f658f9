package dev.periplus.detect;

import dev.periplus.classify.Handover;
import dev.periplus.detect.HeadStartLine.Kind;
import dev.periplus.flow.Exchange;
import dev.periplus.flow.Role;
import dev.periplus.flow.Said;

/** Finds the tunnel that CONNECT opens (RFC 9110 section 9.3.6), and what follows 101 Switching Protocols (15.2.2). */
final class HttpHandover implements Handover {
    private static final int SWITCHING = 101;

    private final HeadStartLine line = new HeadStartLine("HTTP/1.#");
    private final HeadLines lines = new HeadLines();

    @Override
    public String name() {
        return "http";
    }

    @Override
    public Start find(Exchange exchange) {
        Said client = exchange.said(Role.CLIENT);
        Said server = exchange.said(Role.SERVER);
        if (server.length() == 0) {
            return client.length() > 0 ? Start.LATER : Start.NEVER;
        }
        Kind asked = line.read(client.bytes(), 0, client.length());
        boolean connect = asked == Kind.REQUEST && line.method().equals("CONNECT");
        int clientFrom = asked == Kind.REQUEST ? headEnd(client) : -1;
        Kind answered = line.read(server.bytes(), 0, server.length());
        int serverFrom = answered == Kind.REPLY ? headEnd(server) : -1;
        if (answered == Kind.PARTIAL) {
            return Start.LATER;
        }
        boolean granted = connect && line.status() / 100 == 2 || line.status() == SWITCHING;
        if (answered != Kind.REPLY || asked != Kind.REQUEST || !granted) {
            return Start.NEVER;
        }
        return clientFrom < 0 || serverFrom < 0 ? Start.LATER : new Start(clientFrom, serverFrom);
    }

    /** Offset of the body of the message whose first line was just read; -1 if the head is incomplete. */
    private int headEnd(Said said) {
        lines.reset(said.bytes(), line.next(), said.length());
        boolean more = true;
        while (more) {
            more = lines.next();
        }
        return lines.ended() ? lines.bodyAt() : -1;
    }
}
