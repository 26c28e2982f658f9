package dev.periplus.spark;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.unsafe.Platform;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/** Puts the rows of blocks that {@link PackedRows} made in several tasks into the order of the table. */
final class OrderedRows implements Iterator<InternalRow> {
    private final Iterator<Tuple2<Order, byte[]>> blocks;
    private final int columns;
    private Iterator<Packed> current = Collections.emptyIterator();
    private @Nullable Tuple2<Order, byte[]> next;

    /** Where a row is in its block. */
    private record Packed(long position, byte[] block, int from, int length) {}

    /** @param blocks in the order of their records; those of the same records follow each other */
    OrderedRows(Iterator<Tuple2<Order, byte[]>> blocks, int columns) {
        this.blocks = blocks;
        this.columns = columns;
        next = following();
    }

    private @Nullable Tuple2<Order, byte[]> following() {
        return blocks.hasNext() ? blocks.next() : null;
    }

    @Override
    public boolean hasNext() {
        Tuple2<Order, byte[]> first = next;
        if (!current.hasNext() && first != null) {
            List<Packed> rows = new ArrayList<>();
            Tuple2<Order, byte[]> block = first;
            for (; block != null && block._1().equals(first._1()); block = following()) {
                add(block._2(), rows);
            }
            next = block;
            rows.sort(Comparator.comparingLong(Packed::position));
            current = rows.iterator();
        }
        return current.hasNext();
    }

    private static void add(byte[] block, List<Packed> to) {
        ByteBuffer bytes = ByteBuffer.wrap(block);
        while (bytes.hasRemaining()) {
            long position = bytes.getLong();
            int length = (int) bytes.getLong();
            to.add(new Packed(position, block, bytes.position(), length));
            bytes.position(bytes.position() + length);
        }
    }

    @Override
    public InternalRow next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        Packed packed = current.next();
        UnsafeRow row = new UnsafeRow(columns);
        row.pointTo(packed.block, Platform.BYTE_ARRAY_OFFSET + packed.from, packed.length);
        return row;
    }
}
