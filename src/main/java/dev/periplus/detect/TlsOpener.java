package dev.periplus.detect;

import dev.periplus.decrypt.KeySchedule;
import dev.periplus.decrypt.Keys;
import dev.periplus.decrypt.Secret;
import dev.periplus.decrypt.SecretStore;
import dev.periplus.decrypt.SecretStore.Outcome;
import dev.periplus.decrypt.Unsealing;
import dev.periplus.flow.Exchange;
import dev.periplus.flow.Piece;
import dev.periplus.flow.Said;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes the application data out of a TLS connection of which the secrets are known: TLS 1.2 (RFC 5246) and 1.3 (RFC
 * 8446).
 *
 * <p>How it works. It follows the records of both sides from their hellos on. In 1.2 a side's records are encrypted after
 * its ChangeCipherSpec. In 1.3 a side goes on to its next secret when a record opens with that and not with the one
 * before, so that secrets may be missing and early data may have been rejected. A record that is longer than what is kept
 * of a stream is read as far as it is there, if the side has proven before that its secrets are right.
 */
final class TlsOpener extends Decryption {
    private static final int HEADER = 5;
    private static final int HELLO_HEADER = 4;

    private static final List<Secret.Kind> CLIENT = List.of(
            Secret.Kind.CLIENT_EARLY_TRAFFIC_SECRET,
            Secret.Kind.CLIENT_HANDSHAKE_TRAFFIC_SECRET,
            Secret.Kind.CLIENT_TRAFFIC_SECRET_0);

    private static final List<Secret.Kind> SERVER =
            List.of(Secret.Kind.SERVER_HANDSHAKE_TRAFFIC_SECRET, Secret.Kind.SERVER_TRAFFIC_SECRET_0);

    private final Side[] sides = {new Side(), new Side()};

    /** The records of one side. */
    private static final class Side {
        final HandshakeFragments hello = new HandshakeFragments();
        int records;

        /** Whether records of 1.2 are encrypted. */
        boolean sealed;

        @Nullable
        Keys keys;

        /** Position of the keys' secret in the list of the side, -1 before the first. */
        int epoch = -1;

        long sequence;

        /** Whether any record has opened. */
        boolean proven;

        int failures;
        boolean over;

        /** Where a record begins that is not there as a whole, and how much of it was given; negative if there is none. */
        int cutAt = -1;

        int given;
    }

    TlsOpener(SecretStore store, Unsealing unsealing, Exchange exchange) {
        super(store, unsealing, "tls", exchange);
    }

    @Override
    public boolean datagrams() {
        return false;
    }

    @Override
    public int bytes() {
        return sides[0].hello.bytes().length
                + sides[1].hello.bytes().length
                + handshake.fragments().bytes().length;
    }

    @Override
    public boolean next(Said outer, int side, int at, Piece piece) {
        Side of = sides[side];
        if (of.over || isOver() || !outer.fromStart()) {
            return false;
        }
        if (of.cutAt >= 0) {
            return cut(outer, side, at, piece);
        }
        byte[] bytes = outer.bytes();
        if (at + HEADER > outer.length()) {
            return false;
        }
        if (!TlsRecords.isHeader(bytes, at, outer.length())) {
            of.over = true;
            return false;
        }
        int length = TlsRecords.u16(bytes, at + 3);
        session.at(outer, at);
        if (at + HEADER + length > outer.length()) {
            if (at + HEADER + length <= Said.STREAM_LIMIT && !outer.snapped()) {
                return false;
            }
            of.cutAt = at;
            return cut(outer, side, at, piece);
        }
        return record(outer, side, at, length, piece);
    }

    private boolean record(Said outer, int side, int at, int length, Piece piece) {
        Side of = sides[side];
        int type = outer.bytes()[at];
        boolean clear = type == TlsRecords.HANDSHAKE || type == TlsRecords.ALERT;
        if (!of.sealed && clear) {
            of.records++;
            hello(of, outer.bytes(), type, at + HEADER, length);
            piece.skip(at + HEADER + length);
            return true;
        }
        boolean change = type == TlsRecords.CHANGE_CIPHER_SPEC;
        if (!session.serverSeen()) {
            // Behind a HelloRetryRequest; what a client sends early can be understood later.
            of.over = !session.clientSeen();
            piece.skip(at + HEADER + length);
            return change && !isClient(side) && !of.over;
        }
        if (session.suite() == null) {
            conclude(Outcome.UNSUPPORTED);
            return false;
        }
        if (change && !of.sealed) {
            of.sealed = !session.is13();
            of.records++;
            piece.skip(at + HEADER + length);
            return true;
        }
        return sealed(outer, side, at, length, piece);
    }

    /** Takes the hello out of the clear records of a side. */
    private void hello(Side of, byte[] bytes, int type, int from, int length) {
        if (type != TlsRecords.HANDSHAKE || session.serverSeen()) {
            return;
        }
        of.hello.put(bytes, from, length, of.hello.contiguous());
        byte[] messages = of.hello.bytes();
        int here = of.hello.contiguous();
        for (int at = 0; at + HELLO_HEADER <= here; ) {
            int size = (messages[at + 1] & 0xff) << 16 | TlsRecords.u16(messages, at + 2);
            int body = at + HELLO_HEADER;
            if (messages[at] == TlsHandshake.CLIENT_HELLO) {
                session.clientHello(messages, body, Math.min(size, here - body), size);
            } else if (messages[at] == TlsHandshake.SERVER_HELLO && body + size <= here) {
                session.serverHello(messages, body, size);
            }
            at = body + size;
        }
    }

    private boolean sealed(Said outer, int side, int at, int length, Piece piece) {
        Side of = sides[side];
        boolean there = session.is13()
                ? session.hasAny(kinds(side).toArray(Secret.Kind[]::new))
                : session.hasAny(Secret.Kind.CLIENT_RANDOM);
        if (!there) {
            isMissing();
            return false;
        }
        of.records++;
        byte[] content = session.is13() ? open13(outer, side, at, length) : open12(outer, side, at, length);
        int end = at + HEADER + length;
        if (content == null) {
            failed(of, side);
            piece.skip(end);
        } else if (content.length == 0) {
            piece.skip(end);
        } else {
            piece.decoded(content, at, end);
        }
        return true;
    }

    private List<Secret.Kind> kinds(int side) {
        return isClient(side) ? CLIENT : SERVER;
    }

    private void failed(Side of, int side) {
        of.failures++;
        boolean last = of.failures >= MOST_FAILURES;
        boolean first = session.is13()
                ? !session.hasEarlyData() && session.hasAny(isClient(side) ? CLIENT.get(1) : SERVER.get(0))
                : true;
        of.over |= last || of.proven && !session.is13();
        if (!of.proven && (first || last)) {
            of.over = true;
            conclude(Outcome.WRONG_SECRET);
        }
    }

    /** Returns the application data of a record, nothing for other content, or null if it does not open. */
    private byte @Nullable [] open12(Said outer, int side, int at, int length) {
        Side of = sides[side];
        byte[] bytes = outer.bytes();
        Keys keys = of.keys == null ? session.master(isClient(side)) : of.keys;
        if (keys == null) {
            return null;
        }
        int type = bytes[at];
        byte[] content =
                unsealing.record12(keys, of.sequence, type, TlsRecords.u16(bytes, at + 1), bytes, at + HEADER, length);
        if (content == null) {
            return null;
        }
        opened(of, keys, side, outer, at);
        // Another handshake would change the keys.
        of.over = type == TlsRecords.CHANGE_CIPHER_SPEC;
        return type == TlsRecords.APPLICATION_DATA ? content : new byte[0];
    }

    private void opened(Side of, Keys keys, int side, Said outer, int at) {
        if (of.keys != keys) {
            of.keys = keys;
            of.sequence = 0;
            opens(keys, side, "record " + of.records, outer, at);
        }
        of.sequence++;
        of.proven = true;
    }

    private byte @Nullable [] open13(Said outer, int side, int at, int length) {
        Side of = sides[side];
        List<Secret.Kind> kinds = kinds(side);
        Keys now = of.keys;
        byte[] plain = now == null ? null : unsealing.record13(now, of.sequence, outer.bytes(), at, HEADER, length);
        for (int epoch = of.epoch + 1; epoch < kinds.size() && plain == null; epoch++) {
            now = session.traffic(kinds.get(epoch), "");
            plain = now == null ? null : unsealing.record13(now, 0, outer.bytes(), at, HEADER, length);
            of.epoch = plain == null ? of.epoch : epoch;
        }
        if (plain == null && of.keys != null && of.epoch == kinds.size() - 1) {
            now = KeySchedule.next(of.keys, "traffic upd", "");
            plain = unsealing.record13(now, 0, outer.bytes(), at, HEADER, length);
        }
        if (plain == null || now == null) {
            return null;
        }
        opened(of, now, side, outer, at);
        return content(plain, side);
    }

    /** The content of a record of 1.3 is followed by its type and zeros (RFC 8446 section 5.4). */
    private byte[] content(byte[] plain, int side) {
        int end = plain.length - 1;
        while (end > 0 && plain[end] == 0) {
            end--;
        }
        int type = end < 0 ? 0 : plain[end];
        if (type == TlsRecords.HANDSHAKE && !isClient(side)) {
            handshake.add(plain, 0, end);
        }
        return type == TlsRecords.APPLICATION_DATA ? Arrays.copyOf(plain, end) : new byte[0];
    }

    /** Reads on in a record of which the rest will not come. */
    private boolean cut(Said outer, int side, int at, Piece piece) {
        Side of = sides[side];
        byte[] bytes = outer.bytes();
        Keys keys = cutKeys(of, side, bytes[of.cutAt]);
        if (keys == null) {
            of.over = true;
            return false;
        }
        int body = of.cutAt + HEADER;
        int length = TlsRecords.u16(bytes, of.cutAt + 3);
        int here = outer.length() - body;
        byte[] plain = unsealing.beginning(keys, session.is13(), of.sequence, bytes, body, here, length);
        byte[] more = Arrays.copyOfRange(plain, Math.min(of.given, plain.length), plain.length);
        of.given = Math.max(of.given, plain.length);
        if (more.length == 0) {
            piece.skip(outer.length());
        } else {
            piece.decoded(more, at, outer.length());
        }
        return true;
    }

    /** The keys of a record of application data that is not there as a whole, or null. */
    private @Nullable Keys cutKeys(Side of, int side, int type) {
        boolean readable = of.proven && type == TlsRecords.APPLICATION_DATA;
        int last = kinds(side).size() - 1;
        if (!readable || !session.is13() || of.epoch == last) {
            return readable ? of.keys : null;
        }
        of.keys = session.traffic(kinds(side).get(last), "");
        of.epoch = last;
        of.sequence = 0;
        return of.keys;
    }
}
