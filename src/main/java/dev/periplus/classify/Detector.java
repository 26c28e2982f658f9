package dev.periplus.classify;

import dev.periplus.flow.Exchange;

/**
 * A protocol that needs code. Stateless and shared by the flows of a shard; what must be remembered of a flow goes to
 * {@link Trail#state}. One instance per shard, so scratch buffers may be fields.
 */
public interface Detector {
    /** What to do after an inspection. */
    enum Next {
        /** It is not this protocol, or nothing more can be learnt: do not call again for this flow. */
        DONE,
        /** Not enough bytes yet, or more to learn: call again when either side has spoken. */
        MORE
    }

    /** The rule name that its evidence carries. */
    String name();

    /** True where flows of this IP protocol number can be it. */
    boolean wants(int protocol);

    /**
     * False where a flow whose client opens with this byte, 0 to 255, cannot be it: it is not called for such flows. Asked
     * once for each value.
     */
    default boolean opensWith(int first) {
        return true;
    }

    /**
     * Called each time a side of an undecided flow has spoken. A stream is given from its beginning every time, so no
     * state is needed to go on where the last call stopped. Must not throw and must not keep the exchange.
     */
    Next inspect(Exchange exchange, Trail trail);
}
