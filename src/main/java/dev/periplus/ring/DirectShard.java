package dev.periplus.ring;

/**
 * One shard that runs on the thread that brings its packets, without a ring. The caller tells the clock; with the clock
 * that a ring would tell, the results are those of a ring.
 */
public final class DirectShard {
    private final Shard shard;
    private final Outlet outlet;
    private final PacketBatch batch = new PacketBatch(1);

    /** @param outlet receives the results, on the thread of the caller */
    public DirectShard(Shard shard, Outlet outlet) {
        this.shard = shard;
        this.outlet = outlet;
        batch.count = 1;
        shard.into(batch.outputs[0]);
    }

    /**
     * Processes a packet; parameters as for a packet sink.
     *
     * @param clock time of the input at this packet, nanoseconds since the epoch; never decreases
     */
    public void packet(
            byte[] bytes,
            int offset,
            int captured,
            int wire,
            long time,
            long clock,
            int linkType,
            int capture,
            long number) {
        batch.bytes[0] = bytes;
        batch.offset[0] = offset;
        batch.captured[0] = captured;
        batch.wire[0] = wire;
        batch.time[0] = time;
        batch.clock[0] = clock;
        batch.linkType[0] = linkType;
        batch.capture[0] = capture;
        batch.number[0] = number;
        shard.take(batch, 0);
    }

    /** No packet before this time comes any more: hands on what is over. */
    public void upTo(long clock) {
        shard.clock(clock);
        handOn(clock);
    }

    /**
     * The input is over: ends all flows and hands them on.
     *
     * @param end latest time of the whole input
     */
    public void last(long end) {
        shard.clock(end);
        shard.finish(end);
        handOn(end);
        outlet.last();
    }

    private void handOn(long clock) {
        ShardOutput output = batch.outputs[0];
        outlet.over(output.over, output.announced);
        outlet.upTo(clock);
        output.clear();
    }
}
