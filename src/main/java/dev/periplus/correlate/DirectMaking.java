package dev.periplus.correlate;

import dev.periplus.answer.FlowRecord;
import java.util.List;
import java.util.function.Consumer;

/** Settles flows and hands records on at once. */
final class DirectMaking implements RecordMaking {
    private final Settler settler;
    private final Consumer<FlowRecord> out;

    DirectMaking(Settler settler, Consumer<FlowRecord> out) {
        this.settler = settler;
        this.out = out;
    }

    @Override
    public void settle(DueRecord due) {
        settler.settle(due);
    }

    @Override
    public void release(DueRecord due) {
        out.accept(due.record());
    }

    @Override
    public void drop(DueRecord due) {}

    @Override
    public void await(DueRecord due) {}

    @Override
    public void use(Settling better, List<Settling> others) {
        settler.use(better);
    }

    @Override
    public void pulse() {}

    @Override
    public void end() {}

    @Override
    public void close() {}
}
