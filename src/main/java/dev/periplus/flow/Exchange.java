package dev.periplus.flow;

/** What the two sides of a flow have said when one of them has just spoken. */
public interface Exchange {
    /** The flow this is of. */
    Flow flow();

    /** True for UDP and other transports whose payloads are messages; false for streams. */
    boolean datagrams();

    /** The side of the flow that spoke just now. */
    int speakingSide();

    /** The role of that side, by the direction assumed so far. */
    default Role speaker() {
        return flow().role(speakingSide());
    }

    /** Payload packets of both sides so far. */
    default int packets() {
        return said(0).count() + said(1).count();
    }

    /** What a side has said; empty where it has not spoken. */
    Said said(int side);

    /** What the side in this role has said, by the direction assumed so far. */
    default Said said(Role role) {
        return said(flow().side(role));
    }
}
