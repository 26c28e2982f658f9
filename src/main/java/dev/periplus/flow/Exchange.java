package dev.periplus.flow;

/**
 * What the two sides of a flow have sent so far, seen when one of them has just sent something. A class, because calls
 * of an interface with several implementations search for the method each time.
 */
public abstract class Exchange {
    /** The flow. */
    public abstract Flow flow();

    /** IP protocol number by which its payloads are recognised. */
    public int protocol() {
        return flow().protocol();
    }

    /** Whether payloads are messages, as in UDP, rather than a stream. */
    public abstract boolean datagrams();

    /** The side that sent last. */
    public abstract int speakingSide();

    /** The role of that side, by the direction assumed so far. */
    public Role speaker() {
        return flow().role(speakingSide());
    }

    /** Payload packets of both sides so far. */
    public int packets() {
        return said(0).count() + said(1).count();
    }

    /**
     * Place of the latest packet in which a side had other bytes for a part of its stream than it had sent before ({@link
     * dev.periplus.decode.Packet#place}); 0 if there is none.
     */
    public long contradiction(int side) {
        return 0;
    }

    /** Sequence number of what a side of a TCP stream sends next, as far as it is in order; -1 if it is not known. */
    public long next(int side) {
        return -1;
    }

    /** What a side has sent; empty if nothing. */
    public abstract Said said(int side);

    /** What the side in this role has sent, by the direction assumed so far. */
    public Said said(Role role) {
        return said(flow().side(role));
    }
}
