package dev.periplus.classify;

import dev.periplus.flow.Exchange;
import java.util.List;

/**
 * Recognises a protocol that needs code. Stateless and shared by the flows of a shard; per-flow state goes to {@link
 * Trail#state}. One instance per shard, so scratch buffers may be fields.
 */
public interface Detector {
    /** What to do after an inspection. */
    enum Next {
        /** Not this protocol, or nothing more to learn: do not call again for this flow. */
        DONE,
        /** Not enough bytes yet, or more to learn: call again when either side sends. */
        MORE
    }

    /** Rule name that its evidence carries. */
    String name();

    /** Whether flows of this IP protocol number can be this protocol. */
    boolean wants(int protocol);

    /**
     * Whether a flow whose client opens with this byte, 0 to 255, can be this protocol; if not, the detector is not
     * called. Called once for each value.
     */
    default boolean opensWith(int first) {
        return true;
    }

    /** Labels of which it knows what servers say, so that anything else is not the label's. */
    default List<String> answers() {
        return List.of();
    }

    /**
     * Called each time a side of an undecided flow has sent. A stream is always passed from its beginning, so no state
     * is needed to resume. Must not throw and must not keep the exchange.
     */
    Next inspect(Exchange exchange, Trail trail);
}
