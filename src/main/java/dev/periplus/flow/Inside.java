package dev.periplus.flow;

import dev.periplus.decode.Packet;
import org.jspecify.annotations.Nullable;

/**
 * What the two sides of an exchange send from a place on, as an exchange of its own: the inside of a tunnel, or what
 * follows a switch to another protocol. Copies what the outer exchange receives, or what an opener takes out of it,
 * within the same limits. Bytes that the opener did not change keep their places in packets, others only the packet.
 */
public final class Inside extends Exchange {
    private final Flow flow;
    private final @Nullable Opener opener;
    private final boolean datagrams;
    private final Said[] said = {new Said(), new Said()};
    private final Piece piece = new Piece();

    /** By side: bytes of the outer stream, or outer datagrams, that were taken. */
    private final int[] taken = new int[2];

    /** By side, with an opener: outer datagrams that were given to it. */
    private final int[] heard = new int[2];

    private int speakingSide = -1;

    /** Begins an inner exchange that copies the outer one. */
    public Inside(Exchange outer, int clientFrom, int serverFrom) {
        this(outer, clientFrom, serverFrom, null);
    }

    /**
     * Begins an inner exchange.
     *
     * @param clientFrom offset in the client's stream at which the inside begins, or number of its datagrams before it
     * @param serverFrom the same for the server
     * @param opener takes it out of the outer stream, or null if it is copied
     */
    public Inside(Exchange outer, int clientFrom, int serverFrom, @Nullable Opener opener) {
        flow = outer.flow();
        this.opener = opener;
        datagrams = opener == null ? outer.datagrams() : opener.datagrams();
        taken[flow.clientSide()] = clientFrom;
        taken[flow.serverSide()] = serverFrom;
        if (opener != null && outer.datagrams()) {
            for (int side = 0; side < 2; side++) {
                heard[side] = taken[side];
                taken[side] = Integer.MAX_VALUE;
            }
        }
        said[0].startSeen();
        said[1].startSeen();
    }

    /**
     * Takes what a side of the outer exchange has sent since the last call, a message at a time; returns false if that is
     * nothing.
     */
    public boolean grow(Exchange outer, int side) {
        Said from = outer.said(side);
        if (opener == null) {
            return outer.datagrams() ? datagram(from, side) : copy(from, side);
        }
        if (outer.datagrams() && from.count() != heard[side]) {
            heard[side] = from.count();
            taken[side] = 0;
        }
        return open(opener, from, side);
    }

    /** What takes it out of the outer exchange; null if it is copied. */
    public @Nullable Opener opener() {
        return opener;
    }

    private boolean copy(Said from, int side) {
        int more = from.length() - taken[side];
        if (more <= 0) {
            return false;
        }
        speaks(side).append(from, taken[side], more);
        taken[side] = from.length();
        return true;
    }

    private boolean datagram(Said from, int side) {
        if (from.count() <= taken[side]) {
            return false;
        }
        taken[side] = from.count();
        speaks(side).datagram(from, 0, from.length(), from.wireLength());
        return true;
    }

    private boolean open(Opener opening, Said from, int side) {
        boolean grown = false;
        while (taken[side] < from.length()) {
            int at = taken[side];
            if (!opening.next(from, side, at, piece) || piece.end <= at) {
                return grown;
            }
            taken[side] = piece.end;
            if (piece.wire > 0) {
                take(from, grown ? said[side] : speaks(side));
                grown = true;
                if (datagrams) {
                    return true;
                }
            }
        }
        return grown;
    }

    private void take(Said from, Said mine) {
        byte[] changed = piece.changed;
        int count = Math.min(piece.length, Said.STREAM_LIMIT - mine.length());
        if (datagrams && changed != null) {
            mine.datagram(from, piece.from, changed);
        } else if (datagrams) {
            mine.datagram(from, piece.from, piece.length, piece.wire);
        } else if (changed == null) {
            mine.append(from, piece.from, count);
        } else {
            mine.append(from, piece.from, changed, count);
        }
    }

    private Said speaks(int side) {
        Said mine = said[side];
        mine.counted();
        if (speakingSide != side && !datagrams) {
            mine.newMessage();
        }
        speakingSide = side;
        return mine;
    }

    /** Bytes of memory in use. */
    public int bytes() {
        return said[0].capacity() + said[1].capacity() + (opener == null ? 0 : opener.bytes());
    }

    @Override
    public Flow flow() {
        return flow;
    }

    /** Messages inside a stream are recognised as datagrams of UDP, a stream inside datagrams as one of TCP. */
    @Override
    public int protocol() {
        return datagrams ? Packet.UDP : flow.protocol() == Packet.UDP ? Packet.TCP : flow.protocol();
    }

    @Override
    public boolean datagrams() {
        return datagrams;
    }

    @Override
    public int speakingSide() {
        return speakingSide;
    }

    @Override
    public Said said(int side) {
        return said[side];
    }
}
