package dev.periplus.cli;

import dev.periplus.classify.FlowRecord;
import java.util.function.Consumer;

/** Takes records as they are settled, on one thread. */
interface RecordTaker extends Consumer<FlowRecord> {
    /** Called about twice a second while packets, or the time, are coming. */
    default void pulse() {}
}
