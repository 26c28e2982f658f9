package dev.periplus.correlate;

import dev.periplus.flow.Flow;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/** The correlations from outside. */
final class Witnesses implements Correlation {
    private final CorrelationState state;
    private final List<FlowWitness> all;
    private final LongAdder failures;

    /** @param failures counts what they throw */
    Witnesses(CorrelationState state, List<FlowWitness> all, LongAdder failures) {
        this.state = state;
        this.all = all;
        this.failures = failures;
    }

    @Override
    public boolean take(Flow flow, Consumer<Flow> settled) {
        for (int i = 0; i < all.size(); i++) {
            try {
                all.get(i).ended(flow, CorrelationState.ownLabel(flow)).forEach(piece -> state.add(flow, piece));
            } catch (RuntimeException e) {
                failures.increment();
            }
        }
        return false;
    }

    @Override
    public void settle(Consumer<Flow> settled) {}
}
