package dev.periplus.engine;

import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.FlowTaker;
import dev.periplus.flow.Flow;
import java.util.function.Consumer;

/** Takes records as they are settled, on one thread. */
public interface RecordTaker extends FlowTaker, Consumer<FlowRecord> {
    /** Tells flows that are over from those that go on: nothing after this has to. */
    @Override
    default void accept(FlowRecord record) {
        if (record.flow().endReason() == Flow.End.ACTIVE) {
            goesOn(record);
        } else {
            flow(record);
        }
    }

    /** Called about twice a second while packets, or the time, are coming. */
    default void pulse() {}
}
