package dev.periplus.engine;

import dev.periplus.answer.FlowRecord;
import java.util.function.Consumer;

/** Takes records as they are settled, on one thread. */
public interface RecordTaker extends Consumer<FlowRecord> {
    /** Called about twice a second while packets, or the time, are coming. */
    default void pulse() {}
}
