package dev.periplus.flow;

/** What the two sides of a flow have said when one of them has just spoken. */
public interface Exchange {
    int CLIENT = 0;
    int SERVER = 1;

    /** The flow this is of. */
    Flow flow();

    /** True for UDP and other transports whose payloads are messages; false for streams. */
    boolean datagrams();

    /** Who spoke just now: {@link #CLIENT} or {@link #SERVER}, by the direction assumed so far. */
    int speaker();

    /** The side of the flow that spoke just now; it stays where client and server turn out to be swapped. */
    default int speakingSide() {
        return flow().side(speaker());
    }

    /** Payload packets of both sides so far. */
    default int packets() {
        return said(CLIENT).count() + said(SERVER).count();
    }

    /** What the side has said; empty where it has not spoken. */
    Said said(int side);
}
