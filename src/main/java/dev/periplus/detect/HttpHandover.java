package dev.periplus.detect;

import dev.periplus.classify.Fields;
import dev.periplus.classify.Handover;
import dev.periplus.detect.HeadStartLine.Kind;
import dev.periplus.flow.Exchange;
import dev.periplus.flow.Opener;
import dev.periplus.flow.Role;
import dev.periplus.flow.Said;
import org.jspecify.annotations.Nullable;

/**
 * Finds the tunnel that CONNECT opens (RFC 9110 section 9.3.6), and what follows 101 Switching Protocols (15.2.2)
 * whatever its name: WebSocket in frames, others as they are. A request that first had to be authenticated (401, 407)
 * is followed to the next one.
 */
final class HttpHandover implements Handover {
    private static final int SWITCHING = 101;
    private static final int UNAUTHORIZED = 401;
    private static final int PROXY_UNAUTHORIZED = 407;
    private static final int MESSAGES_TRIED = 8;
    private static final int LONGEST_BODY = Said.STREAM_LIMIT;

    private final HeadStartLine line = new HeadStartLine("HTTP/1.#");
    private final HeadLines lines = new HeadLines();

    // The head last read: where its body begins, negative if it is incomplete; and what its fields say.
    private int bodyAt;
    private int bodyLength;
    private boolean upgrade;
    private boolean webSocket;
    private boolean compressed;

    @Override
    public boolean relays() {
        return true;
    }

    @Override
    public String name() {
        return "http";
    }

    @Override
    public Start find(Exchange exchange, Fields fields) {
        Said client = exchange.said(Role.CLIENT);
        Said server = exchange.said(Role.SERVER);
        if (server.length() == 0) {
            return client.length() > 0 ? Start.LATER : Start.NEVER;
        }
        int last = Math.min(MESSAGES_TRIED, Math.min(client.messages(), server.messages()));
        for (int message = 1; message <= last; message++) {
            Start start = find(client, server, message);
            if (start != null) {
                return start;
            }
        }
        return last == MESSAGES_TRIED ? Start.NEVER : Start.LATER;
    }

    /** Looks at a request and its reply; returns null if the next ones may hand over. */
    private @Nullable Start find(Said client, Said server, int message) {
        Kind asked = line.read(client.bytes(), client.messageStart(message), client.messageEnd(message));
        if (asked != Kind.REQUEST) {
            return asked == Kind.PARTIAL && message == client.messages() ? Start.LATER : Start.NEVER;
        }
        boolean connect = line.method().equals("CONNECT");
        head(client);
        boolean asks = connect || upgrade;
        int clientFrom = bodyAt < 0 ? bodyAt : bodyAt + (connect ? 0 : bodyLength);
        Kind answered = line.read(server.bytes(), server.messageStart(message), server.messageEnd(message));
        if (answered != Kind.REPLY) {
            return answered == Kind.PARTIAL && message == server.messages() ? Start.LATER : Start.NEVER;
        }
        int status = line.status();
        if (asks && (status == UNAUTHORIZED || status == PROXY_UNAUTHORIZED)) {
            return null;
        }
        if (status != SWITCHING && !(connect && status / 100 == 2)) {
            return Start.NEVER;
        }
        head(server);
        if (clientFrom < 0 || bodyAt < 0) {
            return Start.LATER;
        }
        @Nullable Opener opener = status == SWITCHING && webSocket ? new WebSocketFrames(compressed) : null;
        return new Start(clientFrom, bodyAt, opener);
    }

    /** Reads the fields of the message whose first line was just read. */
    private void head(Said said) {
        lines.reset(said.bytes(), line.next(), said.length());
        bodyLength = 0;
        upgrade = false;
        webSocket = false;
        compressed = false;
        while (lines.next()) {
            if (lines.is("upgrade")) {
                upgrade = true;
                webSocket |= lines.has("websocket");
            } else if (lines.is("sec-websocket-extensions")) {
                compressed |= lines.has("permessage-deflate");
            } else if (lines.is("content-length")) {
                bodyLength = lines.number(LONGEST_BODY);
            }
        }
        bodyAt = lines.ended() ? lines.bodyAt() : -1;
    }
}
