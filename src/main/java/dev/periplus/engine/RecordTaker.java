package dev.periplus.engine;

import dev.periplus.answer.FlowRecord;
import java.util.function.Consumer;

/** Receives records as they are settled, on one thread. */
public interface RecordTaker extends Consumer<FlowRecord> {
    /** Called about twice a second while packets arrive or time advances. */
    default void pulse() {}
}
