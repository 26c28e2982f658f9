package dev.periplus.review;

import dev.periplus.answer.Finding;
import dev.periplus.answer.FlowRecord;
import java.util.function.Consumer;

/** Looks at the flows of a case for findings of some kinds. */
interface Observer {
    /** Takes a flow that is no scan. */
    void add(FlowRecord record);

    /** Hands on the findings. Call it once, after all flows. */
    void findings(Consumer<Finding> taker);

    /** Flows that are not followed, because there are too many hosts or ports. */
    long left();
}
