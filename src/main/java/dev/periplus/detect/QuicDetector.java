package dev.periplus.detect;

import dev.periplus.classify.Detector;
import dev.periplus.classify.Trail;
import dev.periplus.decode.ByteCursor;
import dev.periplus.decode.Packet;
import dev.periplus.flow.Exchange;
import dev.periplus.flow.Said;
import org.jspecify.annotations.Nullable;

/**
 * QUIC 1 and 2 (RFC 9000, RFC 9369), the drafts from 22 on, and Facebook's and Google's versions. Decrypts the client's
 * Initial packets and reassembles the ClientHello from their CRYPTO frames. Metadata under {@code quic}. A flow
 * captured without long headers is not recognised, because short-header packets have no cleartext.
 */
final class QuicDetector implements Detector {
    private static final double OPENED = 120;
    private static final double FRAMES = 100;
    private static final double BOTH = 120;
    private static final double EXACT = 80;
    private static final double VAGUE = 45;
    private static final double RESERVED = 40;

    /** Nothing but version 1, three zero bytes and a one. */
    private static final double ONE_ALONE = 30;

    private static final int EVIDENCE = 32;
    private static final int MIN_FIRST_ID = 8;
    private static final int PATIENCE = 8;

    private final QuicHeader header = new QuicHeader();
    /** Created for the first packet that needs it, because looking up ciphers is slow. */
    private @Nullable QuicInitial initial;

    private final GoogleQuic google = new GoogleQuic();
    private final ByteCursor cursor = new ByteCursor();

    @Override
    public String name() {
        return "quic";
    }

    @Override
    public boolean wants(int protocol) {
        return protocol == Packet.UDP;
    }

    @Override
    public Next inspect(Exchange exchange, Trail trail) {
        int side = exchange.speakingSide();
        Said said = exchange.said(side);
        QuicTrace known = trail.state() instanceof QuicTrace before ? before : null;
        if (known == null && !mayBegin(said)) {
            return Next.DONE;
        }
        QuicTrace trace = known == null ? new QuicTrace() : known;
        boolean seen = header.read(said, 0) && header.version() != QuicVersion.NEGOTIATION
                ? packets(said, side, trace, trail)
                : negotiation(exchange, side, trace, trail) || google.look(said, side, trace, trail);
        if (seen) {
            trail.state(trace);
        }
        if (trace.clientSide >= 0) {
            trail.serverIs(exchange.flow().role(1 - trace.clientSide));
        }
        boolean certain = trace.tally.given() >= BOTH && trace.clientSide < 0 && !trace.negotiated;
        boolean told = trace.told || trace.exhausted() || certain;
        return told || trace.tally.given() == 0 || exchange.packets() >= 2 * PATIENCE ? Next.DONE : Next.MORE;
    }

    /** Whether a datagram begins with a long header, or with a public header of Google's that carries an ID. */
    private static boolean mayBegin(Said said) {
        int first = said.length() == 0 ? 0 : said.bytes()[0];
        return first < 0 || GoogleQuic.hasPublicHeader(first);
    }

    /** Inspects the packets of a datagram that starts with a long header. */
    private boolean packets(Said said, int side, QuicTrace trace, Trail trail) {
        byte[] bytes = said.bytes();
        int version = header.version();
        boolean matches = trace.matches(side, header.destination(bytes), header.source(bytes));
        boolean retry = header.type() == QuicHeader.RETRY;
        if (!trace.versionTold && QuicVersion.isKnown(version)) {
            trace.versionTold = true;
            trail.metadata("quic", "version", QuicVersion.name(version));
        }
        int at = 0;
        do {
            if (header.type() == QuicHeader.INITIAL && !trace.told) {
                open(said, side, trace, trail);
            }
            at = header.end();
        } while (at < said.length() && header.read(said, at) && header.version() == version);
        double vague = version == QuicVersion.V1 ? ONE_ALONE : VAGUE;
        double alone = QuicVersion.isReserved(version) ? RESERVED : retry || !endsWell(said, at) ? vague : EXACT;
        String says = "QUIC " + QuicVersion.name(version) + " long header"
                + (matches ? " (connection IDs match the other side's)" : "");
        trace.tally.raise(trail, matches ? BOTH : alone, says, said, 0, EVIDENCE);
        return true;
    }

    /** The last packet with a length is followed by the end of the datagram, a short-header packet, or zeros. */
    private static boolean endsWell(Said said, int at) {
        if (at < said.length() && (said.bytes()[at] & 0xc0) == 0x40) {
            return true;
        }
        int end = at;
        while (end < said.length() && said.bytes()[end] == 0) {
            end++;
        }
        return end == said.wireLength();
    }

    private void open(Said said, int side, QuicTrace trace, Trail trail) {
        boolean other = trace.clientSide >= 0 && trace.clientSide != side;
        if (other || header.version() == QuicVersion.NEGOTIATION || !trace.mayOpen()) {
            return;
        }
        boolean opened = open(said, trace.keys, trace);
        if (!opened && header.destinationLength() >= MIN_FIRST_ID) {
            QuicInitial.Keys keys = initial().keys(header.version(), header.destination(said.bytes()));
            opened = open(said, keys, trace);
            trace.keys = opened ? keys : trace.keys;
        }
        if (opened) {
            trace.clientSide = side;
            tell(said, trace, trail);
        }
    }

    private QuicInitial initial() {
        QuicInitial made = initial;
        if (made == null) {
            made = new QuicInitial();
            initial = made;
        }
        return made;
    }

    private boolean open(Said said, QuicInitial.@Nullable Keys keys, QuicTrace trace) {
        if (keys == null) {
            return false;
        }
        int length = initial().open(keys, said.bytes(), said.length(), header.start(), header.numberAt(), header.end());
        return length > 0 && QuicFrames.read(initial.plain(), length, initial().cut(), trace.crypto);
    }

    private void tell(Said said, QuicTrace trace, Trail trail) {
        String name = "QUIC " + QuicVersion.name(header.version());
        byte[] bytes = trace.crypto.bytes();
        int here = trace.crypto.contiguous();
        if (GoogleQuic.isHello(bytes, here)) {
            cursor.reset(bytes, 0, here).skip(4);
            String host = GoogleQuic.hello(cursor, trail);
            String says = name + " client hello" + (host.isEmpty() ? "" : " for " + host);
            trace.tally.raise(trail, OPENED, says, said, header.start(), EVIDENCE);
            trace.told = true;
            return;
        }
        if (here >= 6 && bytes[0] == TlsHandshake.CLIENT_HELLO) {
            int length = (bytes[1] & 0xff) << 16 | TlsRecords.u16(bytes, 2);
            TlsHello hello = trace.handshake.hello(true, bytes, 4, Math.min(length, here - 4), length, trail);
            if (hello != null) {
                String says = "decrypted Initial: " + TlsHandshake.describe(name, hello);
                trace.tally.raise(trail, OPENED, says, said, header.start(), EVIDENCE);
                trace.told = hello.complete;
                return;
            }
        }
        String says = "decrypted " + name + " Initial with CRYPTO frames";
        trace.tally.raise(trail, FRAMES, says, said, header.start(), EVIDENCE);
    }

    /** Version Negotiation (RFC 9000 section 17.2.1): connection IDs, then only versions. */
    private boolean negotiation(Exchange exchange, int side, QuicTrace trace, Trail trail) {
        Said said = exchange.said(side);
        if (!header.read(said, 0)) {
            return false;
        }
        said.cursor(cursor).seek(header.numberAt());
        int known = 0;
        boolean telling = false;
        boolean whole = cursor.remaining() >= 4 && cursor.remaining() % 4 == 0;
        StringBuilder offered = new StringBuilder();
        while (cursor.remaining() >= 4 && known < PATIENCE) {
            int version = (int) cursor.u32();
            telling |= version != QuicVersion.V1
                    && (QuicVersion.isKnown(version)
                            || QuicVersion.isGoogle(version)
                            || QuicVersion.isReserved(version));
            if (QuicVersion.isKnown(version) || QuicVersion.isGoogle(version)) {
                known++;
                offered.append(offered.length() == 0 ? "" : ", ").append(QuicVersion.name(version));
            }
        }
        byte[] bytes = said.bytes();
        byte[] destination = header.destination(bytes);
        byte[] source = header.source(bytes);
        boolean echoes = header.isEchoed(exchange.said(1 - side), destination, source);
        if (!whole || known == 0 && !echoes) {
            return false;
        }
        boolean matches = trace.matches(side, destination, source) || echoes;
        trace.negotiated = true;
        String says = "QUIC version negotiation, offering " + (known == 0 ? "versions that are not known" : offered);
        trace.tally.raise(trail, matches ? BOTH : telling ? EXACT : ONE_ALONE, says, said, 0, EVIDENCE);
        return true;
    }
}
