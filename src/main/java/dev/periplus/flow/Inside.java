package dev.periplus.flow;

/**
 * What the two sides of a stream send from an offset on, as an exchange of its own: the inside of a tunnel, or the
 * stream after a switch to another protocol. Copies what the outer exchange receives, within the same limits.
 */
public final class Inside implements Exchange {
    private final Flow flow;
    private final Said[] said = {new Said(), new Said()};
    private final int[] taken = new int[2];
    private int speakingSide = -1;

    /**
     * Begins an inner exchange.
     *
     * @param clientFrom offset in the client's stream at which the inside begins
     * @param serverFrom the same for the server's stream
     */
    public Inside(Exchange outer, int clientFrom, int serverFrom) {
        flow = outer.flow();
        taken[flow.clientSide()] = clientFrom;
        taken[flow.serverSide()] = serverFrom;
        said[0].startSeen();
        said[1].startSeen();
    }

    /** Copies what a side of the outer exchange has sent since the last call; returns false if that is nothing. */
    public boolean grow(Exchange outer, int side) {
        Said from = outer.said(side);
        int more = from.length() - taken[side];
        if (more <= 0) {
            return false;
        }
        Said mine = said[side];
        mine.counted();
        if (speakingSide != side) {
            mine.newMessage();
            speakingSide = side;
        }
        mine.append(from, taken[side]);
        taken[side] = from.length();
        return true;
    }

    @Override
    public Flow flow() {
        return flow;
    }

    @Override
    public boolean datagrams() {
        return false;
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
