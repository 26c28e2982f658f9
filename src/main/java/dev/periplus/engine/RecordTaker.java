package dev.periplus.engine;

import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.FlowTaker;
import dev.periplus.flow.FlowEnd;
import java.util.function.Consumer;

/** Receives records as they are settled, on one thread. */
public interface RecordTaker extends FlowTaker, Consumer<FlowRecord> {
    /** Tells ended flows from open ones, so that nobody behind this has to. */
    @Override
    default void accept(FlowRecord record) {
        if (record.flow().endReason() == FlowEnd.ACTIVE) {
            goesOn(record);
        } else {
            flow(record);
        }
    }

    /** Called about twice a second while packets arrive or time advances. */
    default void pulse() {}
}
