package dev.periplus.flow;

/**
 * What the two sides of a stream say from an offset on, as an exchange of its own: the inside of a tunnel, or what
 * follows a change to another protocol. It copies what the outer exchange takes in, within the same limits.
 */
public final class Inside implements Exchange {
    private final Flow flow;
    private final Said[] said = {new Said(), new Said()};
    private final int[] taken;
    private int speaker = -1;

    /**
     * @param clientFrom where the inside begins in what the client says
     * @param serverFrom and in what the server says
     */
    public Inside(Exchange outer, int clientFrom, int serverFrom) {
        flow = outer.flow();
        taken = new int[] {clientFrom, serverFrom};
        said[CLIENT].startSeen();
        said[SERVER].startSeen();
    }

    /** Takes what a side of the outer exchange has said since; false where that is nothing. */
    public boolean grow(Exchange outer, int role) {
        Said from = outer.said(role);
        int more = from.length() - taken[role];
        if (more <= 0) {
            return false;
        }
        Said mine = said[role];
        mine.counted();
        if (speaker != role) {
            mine.newMessage();
            speaker = role;
        }
        mine.append(from, taken[role]);
        taken[role] = from.length();
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
    public int speaker() {
        return speaker;
    }

    @Override
    public Said said(int role) {
        return said[role];
    }
}
