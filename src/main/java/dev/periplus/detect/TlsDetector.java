package dev.periplus.detect;

import dev.periplus.classify.Detector;
import dev.periplus.classify.Trail;
import dev.periplus.decode.Packet;
import dev.periplus.flow.Exchange;
import dev.periplus.flow.Flow;
import dev.periplus.flow.Role;
import dev.periplus.flow.Said;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * TLS 1.0 to 1.3 (RFC 5246, RFC 8446), SSL 3.0 (RFC 6101) and the hello of SSL 2.0, over TCP. Metadata under {@code
 * tls}: server name, offered protocols, versions, cipher suite, certificate names and the JA3, JA3S and JA4
 * fingerprints. Streams captured without their handshake are recognised by three or more consecutive records.
 */
final class TlsDetector implements Detector {
    private static final double FEW = 35;

    /** One record that ends with its segment: 36 bits are checked, less because types and versions are few. */
    private static final double EXACT = 62;

    private static final double PART = 75;
    private static final double ONE_SIDE = 90;
    private static final double BOTH = 120;
    /** The length of an SSL 2.0 hello has its highest bit set. */
    private static final int SSL2 = 0x80;

    private static final int CHAIN = 3;
    private static final int LONG_CHAIN = 6;
    private static final int PATIENCE = 12;
    private static final int EVIDENCE = 32;

    private final TlsRecords records = new TlsRecords();

    @Override
    public String name() {
        return "tls";
    }

    @Override
    public List<String> answers() {
        return List.of("tls");
    }

    @Override
    public boolean wants(int protocol) {
        return protocol == Packet.TCP;
    }

    @Override
    public boolean opensWith(int first) {
        return first >= TlsRecords.CHANGE_CIPHER_SPEC && first <= TlsRecords.HEARTBEAT || first >= SSL2;
    }

    @Override
    public Next inspect(Exchange exchange, Trail trail) {
        TlsTrace trace = trail.state() instanceof TlsTrace known ? known : new TlsTrace();
        trail.state(trace);
        Role server = null;
        Said speaking = exchange.said(exchange.speakingSide());
        if (speaking.length() >= 5) {
            server = look(exchange.speaker(), speaking, trace, trail);
            trace.foreign[exchange.speakingSide()] = records.headers() == 0 && server == null;
        }
        boolean foreign = trace.foreign[0] || trace.foreign[1];
        trace.hello |= server != null;
        Next next = trace.hello ? afterHello(exchange, trace, trail, foreign) : withoutHello(exchange, trace, trail);
        if (server != null) {
            trail.serverIs(server);
        }
        return next;
    }

    /**
     * Inspects one side from its first byte; returns the role of the server if the side's hello shows it, else null.
     */
    private @Nullable Role look(Role speaker, Said said, TlsTrace trace, Trail trail) {
        records.follow(said, 0);
        if (records.headers() == 0) {
            return lookForSsl2(speaker, said, trace, trail);
        }
        byte[] message = records.handshake();
        int end = records.handshakeLength();
        if (end < 6 || message[0] != TlsHandshake.CLIENT_HELLO && message[0] != TlsHandshake.SERVER_HELLO) {
            return null;
        }
        boolean client = message[0] == TlsHandshake.CLIENT_HELLO;
        int length = length(message, 1);
        TlsHello hello = trace.handshake.hello(client, message, 4, Math.min(length, end - 4), length, trail);
        if (hello == null) {
            if (!client && trace.handshake.clientSeen()) {
                String says = "handshake record with a ServerHello of a draft, in reply to the ClientHello";
                trace.tally.raise(trail, BOTH, says, said, 0, EVIDENCE);
            }
            return null;
        }
        boolean both = trace.handshake.serverSeen() && (trace.handshake.clientSeen() || trace.ssl2);
        double weight = both ? BOTH : hello.complete ? ONE_SIDE : PART;
        trace.tally.raise(trail, weight, TlsHandshake.describe("TLS", hello), said, 0, EVIDENCE);
        if (!client) {
            lookForCertificate(4 + length, end, trace, trail);
        }
        return client ? speaker.other() : speaker;
    }

    private void lookForCertificate(int offset, int end, TlsTrace trace, Trail trail) {
        byte[] bytes = records.handshake();
        int at = offset;
        while (at + 4 <= end) {
            int length = length(bytes, at + 1);
            if (bytes[at] == TlsHandshake.CERTIFICATE) {
                trace.handshake.certificate(bytes, at + 4, Math.min(length, end - at - 4), trail);
            } else if (bytes[at] != TlsHandshake.SERVER_HELLO) {
                trace.handshake.noCertificate();
            }
            at += 4 + length;
        }
        if (records.encrypted()) {
            trace.handshake.noCertificate();
        }
    }

    private @Nullable Role lookForSsl2(Role speaker, Said said, TlsTrace trace, Trail trail) {
        int offered = Ssl2Hello.client(said);
        if (offered != 0) {
            if (!trace.ssl2) {
                trace.ssl2 = true;
                trail.metadata("tls", "offered", TlsVersion.name(offered));
            }
            String says = "SSL 2.0 ClientHello, offering " + TlsVersion.name(offered);
            trace.tally.raise(trail, ONE_SIDE, says, said, 0, EVIDENCE);
            return speaker.other();
        }
        if (Ssl2Hello.isServer(said)) {
            trace.tally.raise(trail, trace.ssl2 ? BOTH : ONE_SIDE, "SSL 2.0 ServerHello", said, 0, EVIDENCE);
            return speaker;
        }
        return null;
    }

    private Next afterHello(Exchange exchange, TlsTrace trace, Trail trail, boolean foreign) {
        int client = exchange.flow().clientSide();
        for (int turn = 0; turn < 2; turn++) {
            Said said = exchange.said(turn == 0 ? client : 1 - client);
            if (trace.handshake.clientSeen() && isAlert(said)) {
                trace.tally.raise(trail, BOTH, "TLS alert in reply to the ClientHello", said, 0, EVIDENCE);
                return Next.DONE;
            }
        }
        boolean told = trace.handshake.serverComplete() && (trace.handshake.clientComplete() || trace.ssl2);
        return told || foreign ? Next.DONE : Next.MORE;
    }

    private Next withoutHello(Exchange exchange, TlsTrace trace, Trail trail) {
        boolean midstream = exchange.flow().direction() == Flow.Direction.UNKNOWN;
        boolean possible = false;
        int total = 0;
        int client = exchange.flow().clientSide();
        for (int turn = 0; turn < 2; turn++) {
            int side = turn == 0 ? client : 1 - client;
            Said said = exchange.said(side);
            if (isAlert(said) && exchange.said(1 - side).length() == 0) {
                trace.tally.raise(trail, PART, "TLS alert without a handshake", said, 0, EVIDENCE);
            }
            int start = start(said, midstream);
            int count = start < 0 ? 0 : TlsRecords.chain(said.bytes(), start, said.length());
            possible |= count > 0 || said.length() > 0 && said.length() < 5;
            total += count;
            if (count > 0) {
                boolean exact = TlsRecords.endsExactly(said.bytes(), start, said.length());
                double few = exact ? EXACT : FEW;
                double weight = total >= LONG_CHAIN ? ONE_SIDE : total >= CHAIN || exact && total > 1 ? PART : few;
                String says = "consecutive TLS records: " + total + "; handshake not seen";
                trace.tally.raise(trail, weight, says, said, start, EVIDENCE);
            }
        }
        return (possible || midstream) && total < LONG_CHAIN && exchange.packets() < PATIENCE ? Next.MORE : Next.DONE;
    }

    private static int start(Said said, boolean midstream) {
        if (midstream && !said.fromStart()) {
            return TlsMidstream.start(said);
        }
        return TlsRecords.isHeader(said.bytes(), 0, said.length()) ? 0 : -1;
    }

    /** A cleartext alert (RFC 8446 section 6): level 1 or 2, a description below 128. */
    private static boolean isAlert(Said said) {
        byte[] bytes = said.bytes();
        return said.length() >= 7
                && TlsRecords.isHeader(bytes, 0, said.length())
                && bytes[0] == TlsRecords.ALERT
                && TlsRecords.u16(bytes, 3) == 2
                && (bytes[5] == 1 || bytes[5] == 2)
                && bytes[6] >= 0
                && (said.length() == 7 || TlsRecords.isHeader(bytes, 7, said.length()));
    }

    private static int length(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << 16 | TlsRecords.u16(bytes, at + 1);
    }
}
