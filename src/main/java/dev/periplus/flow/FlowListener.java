package dev.periplus.flow;

import dev.periplus.decode.Packet;

/** Receives what a {@link FlowTable} finds, on the shard's thread. */
public interface FlowListener {
    /** Called when a side of a flow under inspection has sent something new. */
    void said(Exchange exchange);

    /**
     * Called when inspection of a flow ends: it was settled, its budget is used up, or the flow ended. Called once for
     * each flow that carried payload, before {@link #ended}; the exchange is reused afterwards.
     */
    default void closed(Exchange exchange) {}

    /**
     * Called for each packet with payload of a flow that requested it with {@link Flow#overhear}, during and after
     * inspection.
     */
    default void overheard(Flow flow, int side, Packet packet) {}

    /** Whether what was shown of an open flow may be forgotten, because it has given no label so far. */
    default boolean mayForget(Flow flow) {
        return true;
    }

    /** Called when what was shown of an open flow turned out to be no part of it; inspection begins anew. */
    default void forgotten(Flow flow) {}

    /** Called for each ICMP error, which quotes a packet of another flow. */
    default void quoted(Flow errors, Packet error) {}

    /** Called with a snapshot of a flow that is still open; the callee owns it. */
    default void active(Flow soFar) {}

    /** Called when a flow has ended; from here on the callee owns it. */
    default void ended(Flow flow) {}
}
