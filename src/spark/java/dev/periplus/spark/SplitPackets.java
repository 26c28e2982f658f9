package dev.periplus.spark;

import dev.periplus.capture.PacketStream;
import dev.periplus.decode.Aggregate;
import dev.periplus.decode.ShardHash;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.hadoop.conf.Configuration;
import scala.Tuple2;

/** The packets of a split, in blocks for the tasks that make flows: all packets of two hosts go to one of them. */
final class SplitPackets implements Iterator<Tuple2<Order, byte[]>> {
    private final Split split;
    private final SplitReader packets;
    private final Metrics metrics;
    private final PacketBlock.Writer[] blocks;
    private final ArrayDeque<Tuple2<Order, byte[]>> full = new ArrayDeque<>();
    private long clock;
    private boolean isOver;

    /** @param tasks number of tasks that make flows */
    SplitPackets(Split split, int tasks, Configuration hadoop, Metrics metrics) {
        this.split = split;
        this.metrics = metrics;
        clock = split.clock();
        packets = new SplitReader(split, hadoop, metrics);
        blocks = new PacketBlock.Writer[tasks];
        for (int task = 0; task < tasks; task++) {
            blocks[task] = new PacketBlock.Writer();
        }
    }

    @Override
    public boolean hasNext() {
        while (full.isEmpty() && !isOver) {
            if (packets.next()) {
                add(packets.stream());
            } else {
                isOver = true;
                metrics.packets(packets.number());
                for (int task = 0; task < blocks.length; task++) {
                    pack(task);
                }
            }
        }
        return !full.isEmpty();
    }

    private void add(PacketStream p) {
        clock = Math.max(clock, packets.time());
        add(p, p.linkType());
        int further = Aggregate.further(p.bytes(), p.offset(), p.captured(), p.linkType());
        for (int place = 1; place <= further; place++) {
            add(p, Aggregate.linkType(p.linkType(), place));
        }
    }

    private void add(PacketStream p, int linkType) {
        int hash = ShardHash.addressHash(p.bytes(), p.offset(), p.captured(), linkType);
        int task = Math.floorMod(hash, blocks.length);
        if (!blocks[task].hasRoom(p.captured())) {
            pack(task);
        }
        blocks[task].add(
                clock,
                split.number() + p.number(),
                packets.time(),
                p.wire(),
                linkType,
                p.bytes(),
                p.offset(),
                p.captured());
    }

    private void pack(int task) {
        if (!blocks[task].isEmpty()) {
            full.add(new Tuple2<>(blocks[task].order(task, split.capture()), blocks[task].take()));
        }
    }

    @Override
    public Tuple2<Order, byte[]> next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return full.remove();
    }
}
