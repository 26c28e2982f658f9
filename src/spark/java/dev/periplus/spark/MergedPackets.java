package dev.periplus.spark;

import dev.periplus.engine.Duplicates;
import java.util.Comparator;
import java.util.Iterator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/**
 * The packets of one task in the order of a single reader. Blocks come in the order of their first packets; those of
 * several captures may overlap.
 */
final class MergedPackets {
    private final Iterator<Tuple2<Order, byte[]>> blocks;
    private final PriorityQueue<PacketBlock.Reader> open =
            new PriorityQueue<>((Comparator<PacketBlock.Reader>) PacketBlock.Reader::compare);
    private final @Nullable Duplicates duplicates;
    private final Metrics metrics;
    private PacketBlock.@Nullable Reader coming;
    private PacketBlock.@Nullable Reader current;

    /** @param duplicates finds the packets that are left out, because another capture has them; null to leave out none */
    MergedPackets(Iterator<Tuple2<Order, byte[]>> blocks, @Nullable Duplicates duplicates, Metrics metrics) {
        this.blocks = blocks;
        this.duplicates = duplicates;
        this.metrics = metrics;
        coming = block();
    }

    private PacketBlock.@Nullable Reader block() {
        if (!blocks.hasNext()) {
            return null;
        }
        Tuple2<Order, byte[]> block = blocks.next();
        PacketBlock.Reader reader = new PacketBlock.Reader(block._1().capture(), block._2());
        return reader.next() ? reader : null;
    }

    /** Moves to the next packet and returns its block, whose fields hold it; null at the end. */
    PacketBlock.@Nullable Reader next() {
        PacketBlock.Reader p = merged();
        while (p != null && !isNew(p)) {
            metrics.duplicate();
            p = merged();
        }
        return p;
    }

    private boolean isNew(PacketBlock.Reader p) {
        return duplicates == null || duplicates.isNew(p.bytes, p.offset, p.captured, p.time, p.linkType, p.capture);
    }

    private PacketBlock.@Nullable Reader merged() {
        PacketBlock.Reader last = current;
        if (last != null && last.next()) {
            open.add(last);
        }
        PacketBlock.Reader first = open.peek();
        while (coming != null && (first == null || coming.compare(first) <= 0)) {
            open.add(coming);
            coming = block();
            first = open.peek();
        }
        current = open.poll();
        return current;
    }
}
