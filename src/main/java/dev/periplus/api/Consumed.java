package dev.periplus.api;

import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.FlowSink;
import dev.periplus.answer.RunSummary;
import java.util.function.Consumer;

/**
 * Hands flows to the program.
 *
 * @param open whether it wants flows that are still open
 */
record Consumed(Consumer<IdentifiedFlow> taker, boolean open) implements FlowSink {
    @Override
    public void flow(FlowRecord record) {
        taker.accept(new IdentifiedFlow(record));
    }

    @Override
    public void goesOn(FlowRecord record) {
        if (open) {
            taker.accept(new IdentifiedFlow(record));
        }
    }

    @Override
    public void finish(RunSummary run) {}
}
