package dev.periplus.detect;

import dev.periplus.flow.Opener;
import dev.periplus.flow.Piece;
import dev.periplus.flow.Said;
import dev.periplus.flow.StunHeader;

/**
 * Takes messages out of frames of a 16-bit length each (RFC 4571 section 2), as ICE over TCP sends STUN, DTLS and RTP
 * (RFC 6544 section 3). STUN, which is around them, is left out.
 */
final class FramedMessages implements Opener {
    /** Bytes of a frame's header. */
    static final int HEADER = 2;

    @Override
    public boolean datagrams() {
        return true;
    }

    @Override
    public boolean next(Said outer, int side, int at, Piece piece) {
        if (at + HEADER > outer.length()) {
            return false;
        }
        int from = at + HEADER;
        int size = TlsRecords.u16(outer.bytes(), at);
        if (StunHeader.isMessage(outer.bytes(), from, Math.min(from + size, outer.length()))) {
            piece.skip(from + size);
            return true;
        }
        return Messages.take(outer, from, size, from + size, piece);
    }
}
