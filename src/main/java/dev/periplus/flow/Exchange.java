package dev.periplus.flow;

/** What the two sides of a flow have sent so far, seen when one of them has just sent something. */
public interface Exchange {
    /** The flow. */
    Flow flow();

    /** IP protocol number by which its payloads are recognised. */
    default int protocol() {
        return flow().protocol();
    }

    /** Whether payloads are messages, as in UDP, rather than a stream. */
    boolean datagrams();

    /** The side that sent last. */
    int speakingSide();

    /** The role of that side, by the direction assumed so far. */
    default Role speaker() {
        return flow().role(speakingSide());
    }

    /** Payload packets of both sides so far. */
    default int packets() {
        return said(0).count() + said(1).count();
    }

    /**
     * Place of the latest packet in which a side had other bytes for a part of its stream than it had sent before ({@link
     * dev.periplus.decode.Packet#place}); 0 if there is none.
     */
    default long contradiction(int side) {
        return 0;
    }

    /** Sequence number of what a side of a TCP stream sends next, as far as it is in order; -1 if it is not known. */
    default long next(int side) {
        return -1;
    }

    /** What a side has sent; empty if nothing. */
    Said said(int side);

    /** What the side in this role has sent, by the direction assumed so far. */
    default Said said(Role role) {
        return said(flow().side(role));
    }
}
