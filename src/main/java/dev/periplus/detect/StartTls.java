package dev.periplus.detect;

import dev.periplus.classify.Fields;
import dev.periplus.classify.Handover;
import dev.periplus.flow.Exchange;
import dev.periplus.flow.Role;
import dev.periplus.flow.Said;

/**
 * Finds a TLS handshake that starts within a stream, after the outer protocol's command or flag: RFC 3207 (SMTP), RFC
 * 2595 (IMAP, POP3), RFC 4217 (FTP), RFC 4642 (NNTP), RFC 6120 section 5 (XMPP), RFC 4511 section 4.14 (LDAP), and the
 * start-up of RDP, MySQL and PostgreSQL. The change is recognised by a ClientHello at the start of a later client
 * message, whatever the command was.
 */
final class StartTls implements Handover {
    private static final int KNOWN_MESSAGES = 8;
    private static final int HELLO = 1;
    private static final int SHORTEST_HELLO = 41;

    /**
     * No header; the TDS header of packets that carry the handshake (MS-TDS 2.2.3.1); MySQL's SSLRequest of 4 and 32
     * bytes.
     */
    private static final int[] HEADERS = {0, 8, 36};

    @Override
    public String name() {
        return "start-tls";
    }

    @Override
    public Start find(Exchange exchange, Fields fields) {
        Said client = exchange.said(Role.CLIENT);
        Said server = exchange.said(Role.SERVER);
        int last = Math.min(client.messages(), KNOWN_MESSAGES);
        for (int message = 1; message <= last; message++) {
            int at = helloIn(client, message);
            if (at > 0) {
                return new Start(at, serverFrom(server));
            }
        }
        return client.messages() > KNOWN_MESSAGES ? Start.NEVER : Start.LATER;
    }

    /** Offset of a hello at the start of a message, with or without a header of the outer protocol. */
    private static int helloIn(Said said, int message) {
        int from = said.messageStart(message);
        int end = said.messageEnd(message);
        for (int header : HEADERS) {
            if (isHello(said.bytes(), from + header, end)) {
                return from + header;
            }
        }
        return -1;
    }

    static boolean isHello(byte[] bytes, int at, int end) {
        if (at + 11 > end || !TlsRecords.isHeader(bytes, at, end) || bytes[at] != TlsRecords.HANDSHAKE) {
            return false;
        }
        int record = TlsRecords.u16(bytes, at + 3);
        int hello = (bytes[at + 6] & 0xff) << 16 | TlsRecords.u16(bytes, at + 7);
        return bytes[at + 5] == HELLO && hello >= SHORTEST_HELLO && record >= 4 && bytes[at + 9] == 3;
    }

    /** Offset of the server's reply to the hello, or of the data that it sends next. */
    private static int serverFrom(Said server) {
        for (int message = 1; message <= Math.min(server.messages(), KNOWN_MESSAGES); message++) {
            for (int header : HEADERS) {
                int at = server.messageStart(message) + header;
                if (TlsRecords.isHeader(server.bytes(), at, server.messageEnd(message))
                        && server.bytes()[at] <= TlsRecords.HANDSHAKE) {
                    return at;
                }
            }
        }
        return server.length();
    }
}
