package dev.periplus.spark;

import dev.periplus.capture.PacketStream;
import dev.periplus.decode.Aggregate;
import dev.periplus.decode.ShardHash;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.hadoop.conf.Configuration;
import scala.Tuple2;

/** The packets of a split, in blocks for the tasks that make flows: all packets of two hosts go to one of them. */
final class SplitPackets implements Iterator<Tuple2<Order, byte[]>> {
    private final Split split;
    private final PacketStream packets;
    private final PacketBlock.Writer[] blocks;
    private final ArrayDeque<Tuple2<Order, byte[]>> full = new ArrayDeque<>();
    private long clock;
    private boolean isOver;

    SplitPackets(Split split, int tasks, Configuration hadoop) throws IOException {
        this.split = split;
        clock = split.clock();
        packets = SplitScan.open(split, split.from(), hadoop);
        blocks = new PacketBlock.Writer[tasks];
        for (int task = 0; task < tasks; task++) {
            blocks[task] = new PacketBlock.Writer();
        }
    }

    @Override
    public boolean hasNext() {
        while (full.isEmpty() && !isOver) {
            if (packets.position() < split.to() && packets.next()) {
                clock = Math.max(clock, packets.time());
                add(packets.linkType());
                int further =
                        Aggregate.further(packets.bytes(), packets.offset(), packets.captured(), packets.linkType());
                for (int place = 1; place <= further; place++) {
                    add(Aggregate.linkType(packets.linkType(), place));
                }
            } else {
                isOver = true;
                packets.close();
                for (int task = 0; task < blocks.length; task++) {
                    pack(task);
                }
            }
        }
        return !full.isEmpty();
    }

    private void add(int linkType) {
        int hash = ShardHash.addressHash(packets.bytes(), packets.offset(), packets.captured(), linkType);
        int task = Math.floorMod(hash, blocks.length);
        if (!blocks[task].hasRoom(packets.captured())) {
            pack(task);
        }
        blocks[task].add(
                clock,
                split.number() + packets.number(),
                packets.time(),
                packets.wire(),
                linkType,
                packets.bytes(),
                packets.offset(),
                packets.captured());
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
