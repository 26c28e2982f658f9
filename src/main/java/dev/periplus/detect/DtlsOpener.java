package dev.periplus.detect;

import dev.periplus.decode.ByteCursor;
import dev.periplus.decrypt.Keys;
import dev.periplus.decrypt.Secret;
import dev.periplus.decrypt.SecretStore;
import dev.periplus.decrypt.SecretStore.Outcome;
import dev.periplus.decrypt.Unsealing;
import dev.periplus.flow.Exchange;
import dev.periplus.flow.Piece;
import dev.periplus.flow.Said;
import org.jspecify.annotations.Nullable;

/** Takes the messages out of a DTLS 1.2 association (RFC 6347) of which the secret is known; records say their numbers. */
final class DtlsOpener extends Decryption {
    private static final int HEADER = 13;
    private static final int MESSAGE_HEADER = 12;
    private static final int HANDSHAKE = 22;
    private static final int APPLICATION_DATA = 23;

    private final ByteCursor cursor = new ByteCursor();
    private final HandshakeFragments[] hellos = {new HandshakeFragments(), new HandshakeFragments()};
    private final int[] helloSequence = {-1, -1};
    private final @Nullable Keys[] keys = new Keys[2];
    private final int[] failures = new int[2];

    DtlsOpener(SecretStore store, Unsealing unsealing, Exchange exchange) {
        super(store, unsealing, "dtls", exchange);
    }

    @Override
    public boolean datagrams() {
        return true;
    }

    @Override
    public int bytes() {
        return hellos[0].bytes().length + hellos[1].bytes().length;
    }

    @Override
    public boolean next(Said outer, int side, int at, Piece piece) {
        byte[] bytes = outer.bytes();
        if (isOver() || failures[side] >= MOST_FAILURES || at + HEADER > outer.length()) {
            return false;
        }
        int length = TlsRecords.u16(bytes, at + HEADER - 2);
        int end = at + HEADER + length;
        if (bytes[at + 1] != (byte) 0xfe || end > outer.length()) {
            return false;
        }
        session.at(outer, at);
        int epoch = TlsRecords.u16(bytes, at + 3);
        byte[] content = null;
        if (epoch == 0) {
            hello(bytes, side, at, end);
        } else if (session.serverSeen()) {
            content = open(outer, side, at, length);
        }
        if (content == null || bytes[at] != APPLICATION_DATA || content.length == 0) {
            piece.skip(end);
        } else {
            piece.decoded(content, at, end);
        }
        return true;
    }

    private byte @Nullable [] open(Said outer, int side, int at, int length) {
        byte[] bytes = outer.bytes();
        if (session.suite() == null || session.is13()) {
            conclude(Outcome.UNSUPPORTED);
            return null;
        }
        if (!session.hasAny(Secret.Kind.CLIENT_RANDOM)) {
            isMissing();
            return null;
        }
        Keys known = keys[side];
        Keys now = known == null ? session.master(isClient(side)) : known;
        long sequence = cursor.reset(bytes, at + 3, Long.BYTES).u64();
        byte[] content = now == null
                ? null
                : unsealing.record12(
                        now, sequence, bytes[at], TlsRecords.u16(bytes, at + 1), bytes, at + HEADER, length);
        if (content == null) {
            failures[side]++;
            if (known == null) {
                conclude(Outcome.WRONG_SECRET);
            }
        } else if (known == null && now != null) {
            keys[side] = now;
            long number = sequence & 0xffff_ffff_ffffL;
            opens(now, side, "record " + number + " of epoch " + (sequence >>> 48), outer, at);
        }
        return content;
    }

    /** Takes the hello out of a record that is not encrypted (RFC 6347 section 4.2.2). */
    private void hello(byte[] bytes, int side, int record, int end) {
        int at = record + HEADER;
        while (bytes[record] == HANDSHAKE && at + MESSAGE_HEADER <= end && !session.serverSeen()) {
            int type = bytes[at];
            int length = u24(bytes, at + 1);
            int number = TlsRecords.u16(bytes, at + 4);
            int offset = u24(bytes, at + 6);
            int here = Math.min(u24(bytes, at + 9), end - at - MESSAGE_HEADER);
            if (type == TlsHandshake.CLIENT_HELLO || type == TlsHandshake.SERVER_HELLO) {
                hello(bytes, side, type, length, number, offset, at + MESSAGE_HEADER, here);
            }
            at += MESSAGE_HEADER + here;
        }
    }

    private void hello(byte[] bytes, int side, int type, int length, int number, int offset, int from, int here) {
        HandshakeFragments message = hellos[side];
        if (helloSequence[side] != number) {
            helloSequence[side] = number;
            message.clear();
        }
        message.put(bytes, from, here, offset);
        int there = Math.min(length, message.contiguous());
        if (type == TlsHandshake.CLIENT_HELLO) {
            session.clientHello(message.bytes(), 0, there, length);
        } else if (there == length) {
            session.serverHello(message.bytes(), 0, length);
        }
    }

    private static int u24(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << 16 | TlsRecords.u16(bytes, at + 1);
    }
}
