package dev.periplus.correlate;

import dev.periplus.answer.FlowRecord;
import dev.periplus.rule.RuleSet;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/**
 * Settles flows once all is known of them, and hands their records on.
 *
 * <p>A flow that more may come of is settled in its turn, because later ones learn from it, and released later; if
 * something came, it is settled anew in another {@link DueRecord} with the same number, and the first is dropped.
 */
interface RecordMaking extends AutoCloseable {
    /**
     * Returns one for an input.
     *
     * @param settling for the thread of the caller
     * @param others for a thread each; if there are none, the caller settles all
     * @param out receives the records
     */
    static RecordMaking of(
            Settling settling, List<Settling> others, IntFunction<String> captureName, Consumer<FlowRecord> out) {
        RuleSet rules = settling.rules();
        if (others.isEmpty()) {
            return new DirectMaking(new Settler(settling, rules, captureName), out);
        }
        return new ParallelMaking(
                others.stream()
                        .map(other -> new Settler(other, rules, captureName))
                        .toArray(Settler[]::new),
                out);
    }

    /** Settles a flow, as if all flows before it were settled. */
    void settle(DueRecord due);

    /** Hands on the record of a flow, after those released before. */
    void release(DueRecord due);

    /** Forgets a flow that will be settled anew. */
    void drop(DueRecord due);

    /** Returns once a flow is settled, so that it may change. */
    void await(DueRecord due);

    /**
     * Settles further flows by other rules.
     *
     * @param others for each thread
     */
    void use(Settling better, List<Settling> others);

    /** Called now and then: hands on what is ready. */
    void pulse();

    /** Hands on all records. */
    void end();

    /** Gives up: records that were not handed on are lost. */
    @Override
    void close();
}
