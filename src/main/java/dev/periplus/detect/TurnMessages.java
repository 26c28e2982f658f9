package dev.periplus.detect;

import dev.periplus.decode.ByteCursor;
import dev.periplus.flow.Opener;
import dev.periplus.flow.Piece;
import dev.periplus.flow.Said;

/**
 * Takes what a TURN server relays out of a stream (RFC 8656): channel data, padded to four bytes (section 12.5), and the
 * DATA attribute of Send and Data indications (sections 11.4 and 18.4).
 */
final class TurnMessages implements Opener {
    private static final int SEND = 0x0016;
    private static final int DATA = 0x0017;
    private static final int ATTRIBUTE_DATA = 0x0013;

    private final ByteCursor cursor = new ByteCursor();

    @Override
    public boolean datagrams() {
        return true;
    }

    @Override
    public boolean next(Said outer, int side, int at, Piece piece) {
        byte[] bytes = outer.bytes();
        if (StunHeader.isChannel(bytes, at, outer.length())) {
            int from = at + StunHeader.CHANNEL;
            int size = TlsRecords.u16(bytes, at + 2);
            return Messages.take(outer, from, size, padded(from + size, at), piece);
        }
        if (!StunHeader.isMessage(bytes, at, outer.length())) {
            return false;
        }
        int to = at + StunHeader.messageLength(bytes, at);
        int type = TlsRecords.u16(bytes, at);
        if (type == SEND || type == DATA) {
            return indication(outer, at, to, piece);
        }
        piece.skip(to);
        return true;
    }

    private boolean indication(Said outer, int at, int to, Piece piece) {
        if (to > outer.length()) {
            return false;
        }
        cursor.reset(outer.bytes(), 0, to).seek(at + StunHeader.LENGTH);
        while (cursor.remaining() > StunHeader.CHANNEL) {
            int attribute = cursor.u16();
            int size = cursor.u16();
            int from = cursor.position();
            cursor.skip(size);
            if (attribute == ATTRIBUTE_DATA && !cursor.failed()) {
                piece.message(from, size, size, to);
                return true;
            }
            cursor.skip(padded(size, 0) - size);
        }
        piece.skip(to);
        return true;
    }

    /** The next offset that lies a multiple of four bytes after {@code from}. */
    private static int padded(int offset, int from) {
        return offset + (from - offset & 3);
    }
}
