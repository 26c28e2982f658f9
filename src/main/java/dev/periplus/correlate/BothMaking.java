package dev.periplus.correlate;

import java.util.List;

/** Packs flows for tasks on other machines, and makes their records here too. */
final class BothMaking implements RecordMaking {
    private final DuePacking packing;
    private final RecordMaking here;

    BothMaking(DuePacking packing, RecordMaking here) {
        this.packing = packing;
        this.here = here;
    }

    @Override
    public void settle(DueRecord due) {
        packing.settle(due);
        here.settle(due);
    }

    @Override
    public void release(DueRecord due) {
        packing.release(due);
        here.release(due);
    }

    @Override
    public void drop(DueRecord due) {
        packing.drop(due);
        here.drop(due);
    }

    @Override
    public void await(DueRecord due) {
        here.await(due);
    }

    @Override
    public void use(Settling better, List<Settling> others) {
        packing.use(better, others);
    }

    @Override
    public void pulse() {
        here.pulse();
    }

    @Override
    public void end() {
        packing.end();
        here.end();
    }

    @Override
    public void close() {
        here.close();
    }
}
