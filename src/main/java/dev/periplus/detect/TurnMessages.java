package dev.periplus.detect;

import dev.periplus.flow.Opener;
import dev.periplus.flow.Piece;
import dev.periplus.flow.Said;
import dev.periplus.flow.StunHeader;

/**
 * Takes what a TURN server relays out of a stream (RFC 8656): channel data, padded to four bytes (section 12.5), and the
 * DATA attribute of Send and Data indications (sections 11.4 and 18.4).
 */
final class TurnMessages implements Opener {
    @Override
    public boolean datagrams() {
        return true;
    }

    @Override
    public boolean next(Said outer, int side, int at, Piece piece) {
        byte[] bytes = outer.bytes();
        if (StunHeader.isChannel(bytes, at, outer.length())) {
            int from = at + StunHeader.CHANNEL;
            int size = StunHeader.size(bytes, at);
            return Messages.take(outer, from, size, padded(from + size, at), piece);
        }
        if (!StunHeader.isMessage(bytes, at, outer.length())) {
            return false;
        }
        return message(outer, at, at + StunHeader.messageLength(bytes, at), piece);
    }

    /** Takes the data of an indication, and passes over other messages. */
    private static boolean message(Said outer, int at, int to, Piece piece) {
        byte[] bytes = outer.bytes();
        if (!StunHeader.isIndication(bytes, at, outer.length())) {
            piece.skip(to);
            return true;
        }
        if (to > outer.length()) {
            return false;
        }
        int data = StunHeader.data(bytes, at, to);
        int from = data + StunHeader.CHANNEL;
        int size = data < 0 ? 0 : StunHeader.size(bytes, data);
        if (data < 0 || from + size > to) {
            piece.skip(to);
        } else {
            piece.message(from, size, size, to);
        }
        return true;
    }

    /** The next offset that lies a multiple of four bytes after {@code from}. */
    private static int padded(int offset, int from) {
        return offset + (from - offset & 3);
    }
}
