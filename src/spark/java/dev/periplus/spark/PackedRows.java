package dev.periplus.spark;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.encoders.ExpressionEncoder;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/**
 * Packs rows for {@link OrderedRows}, in blocks of consecutive records. Rows are in Spark's own encoding, so they are
 * encoded once. Each task orders the blocks of an equal range of records.
 */
final class PackedRows implements Iterator<Tuple2<Order, byte[]>> {
    /** Records of a block. */
    static final long TOGETHER = 4096;

    private static final int HEAD = 2 * Long.BYTES;
    private static final int FIRST_ROOM = 1 << 16;

    private final Iterator<PlacedRow> rows;
    private final ExpressionEncoder.Serializer<Row> encoder;
    private final int tasks;
    private byte[] block = new byte[FIRST_ROOM];
    private int filled;
    private @Nullable PlacedRow next;

    /**
     * @param rows in the order of positions
     * @param tasks number of ranges
     */
    PackedRows(Iterator<PlacedRow> rows, StructType schema, int tasks) {
        this.rows = rows;
        this.tasks = tasks;
        encoder = ExpressionEncoder.apply(schema, true).createSerializer();
        next = following();
    }

    private @Nullable PlacedRow following() {
        return rows.hasNext() ? rows.next() : null;
    }

    private static long block(PlacedRow row) {
        return (row.position() - 1) / TOGETHER;
    }

    @Override
    public boolean hasNext() {
        return next != null;
    }

    @Override
    public Tuple2<Order, byte[]> next() {
        PlacedRow row = next;
        if (row == null) {
            throw new NoSuchElementException();
        }
        long number = block(row);
        long blocks = (row.records() - 1) / TOGETHER + 1;
        filled = 0;
        for (; row != null && block(row) == number; row = following()) {
            add(row);
        }
        next = row;
        return new Tuple2<>(Order.at((int) (number * tasks / blocks), number, 0), Arrays.copyOf(block, filled));
    }

    private void add(PlacedRow row) {
        byte[] bytes = ((UnsafeRow) encoder.apply(row.row())).getBytes();
        if (block.length - filled < HEAD + bytes.length) {
            block = Arrays.copyOf(block, Math.max(2 * block.length, filled + HEAD + bytes.length));
        }
        ByteBuffer.wrap(block, filled, HEAD).putLong(row.position()).putLong(bytes.length);
        System.arraycopy(bytes, 0, block, filled + HEAD, bytes.length);
        filled += HEAD + bytes.length;
    }
}
