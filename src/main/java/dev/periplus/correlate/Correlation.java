package dev.periplus.correlate;

import dev.periplus.flow.Flow;
import java.util.function.Consumer;

/**
 * Adds evidence to flows from what other flows of the same hosts show. Flows may have to wait for it; how many can wait
 * is bounded, and beyond that they are settled with what is known.
 */
interface Correlation {
    /**
     * Learns from a flow that is over.
     *
     * @param settled takes the flows that need not wait here any more
     * @return true where the flow waits here, or has been given to {@code settled} already
     */
    boolean take(Flow flow, Consumer<Flow> settled);

    /** Gives all flows that wait, with the evidence that there is. */
    void settle(Consumer<Flow> settled);
}
