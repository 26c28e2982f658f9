package dev.periplus.ring;

import com.lmax.disruptor.EventHandler;

/** Runs after the shards and passes on their results, batch by batch. */
final class OutletHandler implements EventHandler<PacketBatch> {
    private final Outlet outlet;

    OutletHandler(Outlet outlet) {
        this.outlet = outlet;
    }

    @Override
    public void onStart() {
        Thread.currentThread().setName("records");
    }

    @Override
    public void onEvent(PacketBatch batch, long sequence, boolean endOfBatch) {
        try {
            for (ShardOutput output : batch.outputs) {
                if (!output.over.isEmpty() || !output.announced.isEmpty()) {
                    outlet.over(output.over, output.announced);
                }
            }
            outlet.upTo(batch.end);
            if (batch.last) {
                outlet.last();
            }
        } finally {
            for (ShardOutput output : batch.outputs) {
                output.clear();
            }
            batch.forgetBuffers();
        }
    }
}
