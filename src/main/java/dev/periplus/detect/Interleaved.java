package dev.periplus.detect;

import dev.periplus.classify.Fields;
import dev.periplus.classify.Handover;
import dev.periplus.flow.Exchange;
import dev.periplus.flow.Opener;
import dev.periplus.flow.Piece;
import dev.periplus.flow.Role;
import dev.periplus.flow.Said;

/** Finds RTP and RTCP between the messages of RTSP (RFC 2326 section 10.12, RFC 7826 section 14). */
final class Interleaved implements Handover {
    private static final int MESSAGES_TRIED = 8;
    private static final int DOLLAR = '$';
    private static final int HEADER = 4;

    private final HeadStartLine line = new HeadStartLine("RTSP/#.#");
    private final HeadLines lines = new HeadLines();

    @Override
    public String name() {
        return "rtsp";
    }

    @Override
    public Start find(Exchange exchange, Fields fields) {
        Said server = exchange.said(Role.SERVER);
        int last = Math.min(server.messages(), MESSAGES_TRIED);
        for (int message = 1; message <= last; message++) {
            int at = server.messageStart(message);
            if (at < server.length() && server.bytes()[at] == DOLLAR || isGranted(server, at)) {
                return new Start(0, 0, new Frames());
            }
        }
        return server.messages() > MESSAGES_TRIED ? Start.NEVER : Start.LATER;
    }

    /** Whether the reply that begins here chose channels of this connection. */
    private boolean isGranted(Said said, int at) {
        if (line.read(said.bytes(), at, said.length()) != HeadStartLine.Kind.REPLY) {
            return false;
        }
        lines.reset(said.bytes(), line.next(), said.length());
        while (lines.next()) {
            if (lines.is("transport") && lines.has("interleaved=")) {
                return true;
            }
        }
        return false;
    }

    /** Takes the frames out of the stream, and passes over the messages between them. */
    static final class Frames implements Opener {
        private static final int LONGEST_BODY = Said.STREAM_LIMIT;

        private final HeadLines lines = new HeadLines();

        @Override
        public boolean datagrams() {
            return true;
        }

        @Override
        public boolean next(Said outer, int side, int at, Piece piece) {
            byte[] bytes = outer.bytes();
            if (bytes[at] != DOLLAR) {
                return text(outer, at, piece);
            }
            if (at + HEADER > outer.length()) {
                return false;
            }
            int from = at + HEADER;
            int size = TlsRecords.u16(bytes, at + 2);
            return Messages.take(outer, from, size, from + size, piece);
        }

        /** Passes over a message, from its first line to the end of its body. */
        private boolean text(Said outer, int at, Piece piece) {
            lines.reset(outer.bytes(), at, outer.length());
            int body = 0;
            while (lines.next()) {
                body = lines.is("content-length") ? lines.number(LONGEST_BODY) : body;
            }
            if (!lines.ended()) {
                return false;
            }
            piece.skip(lines.bodyAt() + body);
            return true;
        }
    }
}
