package dev.periplus.detect;

import dev.periplus.decrypt.CipherSuite;
import dev.periplus.decrypt.KeySchedule;
import dev.periplus.decrypt.Keys;
import dev.periplus.decrypt.Secret;
import dev.periplus.decrypt.SecretStore;
import dev.periplus.decrypt.SecretStore.Outcome;
import dev.periplus.decrypt.Unsealing;
import dev.periplus.flow.Exchange;
import dev.periplus.flow.Piece;
import dev.periplus.flow.Said;
import org.jspecify.annotations.Nullable;

/**
 * Takes the first stream that carries data and that the client opened out of a QUIC connection (RFC 9000, RFC 9369) of
 * which the secrets are known.
 *
 * <p>How it works. The hellos are in Initial packets, whose keys are public; they tell which secrets the connection has
 * and how its packets are protected. Handshake packets tell the protocol that the server chose and its certificate.
 * Packets of 0-RTT and 1-RTT carry the streams.
 */
final class QuicOpener extends Decryption {
    private static final int SHORTEST_SAMPLE = 4 + Unsealing.SAMPLE;
    private static final int LONG = 0x80;
    private static final int HELLO_HEADER = 4;

    private final QuicHeader header = new QuicHeader();
    private final QuicInitial initial = new QuicInitial();
    private final QuicStreams streams = new QuicStreams();
    private final Side[] sides = {new Side(), new Side()};
    private int version;

    /** The version and the client's first ID that the keys of Initial packets were derived from. */
    private int keyed;

    private byte[] client = {};

    /** What protects the packets of one side. */
    private static final class Side {
        final HandshakeFragments hello = new HandshakeFragments();
        QuicInitial.@Nullable Keys initial;

        final QuicProtection handshake = new QuicProtection();
        final QuicProtection early = new QuicProtection();
        final QuicProtection data = new QuicProtection();

        /** Bytes of the ID that this side chose for itself, -1 if that is not known. */
        int idLength = -1;

        int failures;
    }

    QuicOpener(SecretStore store, Unsealing unsealing, Exchange exchange) {
        super(store, unsealing, "quic", exchange);
    }

    @Override
    public boolean datagrams() {
        return false;
    }

    @Override
    public int bytes() {
        return sides[0].hello.bytes().length
                + sides[1].hello.bytes().length
                + handshake.fragments().bytes().length
                + streams.bytes();
    }

    @Override
    public boolean next(Said outer, int side, int at, Piece piece) {
        if (at > 0 || isOver() || outer.length() == 0) {
            return false;
        }
        session.at(outer, 0);
        packets(outer, side);
        byte[] more = streams.more(side);
        if (more.length == 0) {
            piece.skip(outer.length());
        } else {
            piece.decoded(more, 0, outer.length());
        }
        return true;
    }

    /** Opens the packets of a datagram. */
    private void packets(Said outer, int side) {
        int at = 0;
        while (at < outer.length() && (outer.bytes()[at] & LONG) != 0) {
            if (!header.readGreased(outer, at) || header.version() == QuicVersion.NEGOTIATION) {
                return;
            }
            version = header.version();
            sides[side].idLength = header.source(outer.bytes()).length;
            if (header.end() > outer.length()) {
                return;
            }
            switch (header.type()) {
                case QuicHeader.INITIAL -> initial(outer, side);
                case QuicHeader.HANDSHAKE -> handshake(outer, side);
                case QuicHeader.ZERO_RTT -> early(outer, side);
                default -> {
                    return;
                }
            }
            at = header.end();
        }
        if (at < outer.length() && outer.length() == outer.wireLength()) {
            data(outer, side, at);
        }
    }

    private void initial(Said outer, int side) {
        Side of = sides[side];
        byte[] bytes = outer.bytes();
        if (session.serverSeen()) {
            return;
        }
        boolean opened = open(outer, of) || of.initial != null && version != keyed && rekey(side, client, outer);
        if (!opened && isClient(side)) {
            client = header.destination(bytes);
            opened = rekey(side, client, outer);
        }
        if (opened) {
            hello(of, side);
        }
    }

    /** Derives the keys of both sides, for another version or another ID, as after a Retry. */
    private boolean rekey(int side, byte[] destination, Said outer) {
        keyed = version;
        sides[isClient(side) ? side : 1 - side].initial = initial.keys(version, destination);
        sides[isClient(side) ? 1 - side : side].initial = initial.serverKeys(version, destination);
        return open(outer, sides[side]);
    }

    private boolean open(Said outer, Side of) {
        QuicInitial.Keys keys = of.initial;
        if (keys == null) {
            return false;
        }
        int length = initial.open(keys, outer.bytes(), outer.length(), header.start(), header.numberAt(), header.end());
        return length > 0 && QuicFrames.read(initial.plain(), length, false, of.hello);
    }

    private void hello(Side of, int side) {
        byte[] bytes = of.hello.bytes();
        int here = of.hello.contiguous();
        if (here < HELLO_HEADER) {
            return;
        }
        int length = (bytes[1] & 0xff) << 16 | TlsRecords.u16(bytes, 2);
        if (isClient(side) && bytes[0] == TlsHandshake.CLIENT_HELLO) {
            session.clientHello(bytes, HELLO_HEADER, Math.min(length, here - HELLO_HEADER), length);
        } else if (bytes[0] == TlsHandshake.SERVER_HELLO && HELLO_HEADER + length <= here) {
            session.serverHello(bytes, HELLO_HEADER, length);
        }
    }

    private void handshake(Said outer, int side) {
        Secret.Kind kind = isClient(side)
                ? Secret.Kind.CLIENT_HANDSHAKE_TRAFFIC_SECRET
                : Secret.Kind.SERVER_HANDSHAKE_TRAFFIC_SECRET;
        QuicProtection protection = sides[side].handshake;
        if (isReady(protection, kind) && opened(outer, side, protection, "Handshake packet ") && !isClient(side)) {
            byte[] frames = protection.frames();
            QuicFrames.read(frames, frames.length, false, handshake.fragments());
            handshake.messages();
        }
    }

    /** The suite of early data is that of an earlier connection: its keys are those that open it. */
    private void early(Said outer, int side) {
        QuicProtection protection = sides[side].early;
        Secret secret = session.secret(Secret.Kind.CLIENT_EARLY_TRAFFIC_SECRET);
        if (!isClient(side) || secret == null) {
            return;
        }
        for (CipherSuite suite : CipherSuite.ofSecret(secret.bytes().length)) {
            boolean known = protection.keys() != null;
            if (!known) {
                protection.keys(KeySchedule.quic(suite, secret, QuicVersion.labels(version)));
            }
            if (opened(outer, side, protection, "0-RTT packet ")) {
                streams.frames(protection.frames(), side);
                return;
            }
            if (known) {
                return;
            }
            protection.keys(null);
        }
    }

    private void data(Said outer, int side, int at) {
        int idLength = sides[1 - side].idLength;
        Secret.Kind kind = isClient(side) ? Secret.Kind.CLIENT_TRAFFIC_SECRET_0 : Secret.Kind.SERVER_TRAFFIC_SECRET_0;
        QuicProtection protection = sides[side].data;
        if (idLength < 0 || !session.serverSeen()) {
            return;
        }
        if (session.suite() == null) {
            conclude(Outcome.UNSUPPORTED);
        } else if (!isReady(protection, kind)) {
            isMissing();
        } else if (opened(outer, side, protection, at, at + 1 + idLength, outer.length(), "1-RTT packet ")) {
            streams.frames(protection.frames(), side);
        }
    }

    /** Whether the keys of a secret are there. */
    private boolean isReady(QuicProtection protection, Secret.Kind kind) {
        if (protection.keys() == null && session.serverSeen()) {
            protection.keys(session.traffic(kind, QuicVersion.labels(version)));
        }
        return protection.keys() != null;
    }

    private boolean opened(Said outer, int side, QuicProtection protection, String what) {
        return opened(outer, side, protection, header.start(), header.numberAt(), header.end(), what);
    }

    private boolean opened(
            Said outer, int side, QuicProtection protection, int start, int numberAt, int end, String what) {
        Side of = sides[side];
        Keys before = protection.opened();
        if (end - numberAt < SHORTEST_SAMPLE || of.failures >= MOST_FAILURES) {
            return false;
        }
        if (!protection.open(unsealing, version, outer.bytes(), start, numberAt, end)) {
            of.failures++;
            if (before == null && protection == of.data) {
                conclude(Outcome.WRONG_SECRET);
            }
            return false;
        }
        Keys now = protection.opened();
        if (now != null && now != before) {
            opens(now, side, what + protection.number(), outer, start);
        }
        return true;
    }
}
