package dev.periplus.ring;

import com.lmax.disruptor.EventHandler;

/** Runs on a shard's thread: sees every batch and processes the packets of its own shard. */
final class ShardHandler implements EventHandler<PacketBatch> {
    private final Shard shard;
    private final int index;
    private final int shards;

    ShardHandler(Shard shard, int index, int shards) {
        this.shard = shard;
        this.index = index;
        this.shards = shards;
    }

    /** Processes a batch. A failing packet costs only that packet: the first failure is thrown after the batch. */
    @Override
    public void onEvent(PacketBatch batch, long sequence, boolean endOfBatch) {
        Throwable first = null;
        shard.into(batch.outputs[index]);
        for (int i = 0; i < batch.count; i++) {
            if (shards == 1 || Math.floorMod(batch.hash[i], shards) == index) {
                try {
                    shard.take(batch, i);
                } catch (RuntimeException e) {
                    first = first == null ? e : first;
                }
            }
        }
        shard.clock(batch.end);
        if (batch.last) {
            shard.finish(batch.end);
        }
        if (first != null) {
            throw new IllegalStateException("packet of batch " + sequence + " failed: " + first, first);
        }
    }
}
