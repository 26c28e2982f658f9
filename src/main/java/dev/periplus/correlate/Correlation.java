package dev.periplus.correlate;

import dev.periplus.flow.Flow;
import java.util.function.Consumer;

/**
 * Adds evidence to flows from other flows of the same hosts. Flows may have to wait for it. The number of waiting flows
 * is bounded: at the limit they are settled with the evidence known so far.
 */
interface Correlation {
    /**
     * Learns from an ended flow.
     *
     * @param settled receives the flows that need not wait here any more
     * @return true if the flow waits here or was already handed to {@code settled}
     */
    boolean take(Flow flow, Consumer<Flow> settled);

    /** Hands all waiting flows to {@code settled}, with the evidence known so far. */
    void settle(Consumer<Flow> settled);
}
