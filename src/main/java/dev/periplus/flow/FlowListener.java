package dev.periplus.flow;

import dev.periplus.decode.Packet;

/** Takes what a {@link FlowTable} finds, on the shard's thread. */
public interface FlowListener {
    /** A side of a flow that is open for inspection has said something new. */
    void said(Exchange exchange);

    /**
     * Inspection of the flow is over: it was settled, its budget is used up, or the flow has ended. Called once for each
     * flow that carried payload, before {@link #ended}; what was said is forgotten afterwards.
     */
    default void closed(Exchange exchange) {}

    /** A packet with payload of a flow that asked for it with {@link Flow#overhear}, whether it is still inspected or not. */
    default void overheard(Flow flow, int side, Packet packet) {}

    /** What there is so far of a flow that goes on; it belongs to the callee. */
    default void active(Flow soFar) {}

    /** The flow is over; it belongs to the callee from here on. */
    default void ended(Flow flow) {}
}
