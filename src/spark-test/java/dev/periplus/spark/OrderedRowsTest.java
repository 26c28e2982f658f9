package dev.periplus.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import scala.Tuple2;

/** Rows that many tasks make come in the order of their table, an equal share to each task. */
class OrderedRowsTest {
    private static final StructType COLUMNS = new StructType()
            .add("position", DataTypes.LongType)
            .add("row", DataTypes.IntegerType)
            .add("text", DataTypes.StringType)
            .add("texts", DataTypes.createArrayType(DataTypes.StringType));

    private static PlacedRow row(long position, long records, int number) {
        String text = number == 1 ? null : "record " + position + " \u00f6\u4e00";
        return new PlacedRow(
                position, records, RowFactory.create(position, number, text, new String[] {text, "" + number}));
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "1, 3", "4096, 3", "4097, 3", "60000, 1", "60000, 3", "60000, 200"})
    void rowsOfManyTasksComeInOrder(long records, int tasks) {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<List<PlacedRow>> made = new ArrayList<>();
        for (int task = 0; task < tasks; task++) {
            made.add(new ArrayList<>());
        }
        for (long position = 1; position <= records; position++) {
            List<PlacedRow> to = made.get(random.nextInt(tasks));
            for (int number = 0; number <= position % 3; number++) {
                to.add(row(position, records, number));
            }
        }
        TreeMap<Order, List<byte[]>> shuffled = new TreeMap<>();
        for (List<PlacedRow> rows : made) {
            new PackedRows(rows.iterator(), COLUMNS, tasks)
                    .forEachRemaining(block -> shuffled.computeIfAbsent(block._1(), order -> new ArrayList<>())
                            .add(block._2()));
        }
        List<Tuple2<Order, byte[]>> blocks = new ArrayList<>();
        shuffled.forEach((order, same) -> {
            Collections.shuffle(same, random);
            same.forEach(block -> blocks.add(new Tuple2<>(order, block)));
        });
        long position = 1;
        int number = 0;
        for (Iterator<InternalRow> rows = new OrderedRows(blocks.iterator(), COLUMNS.size()); rows.hasNext(); ) {
            InternalRow row = rows.next();
            assertEquals(position, row.getLong(0), "seed " + seed);
            assertEquals(number, row.getInt(1), "seed " + seed);
            assertEquals(number == 1, row.isNullAt(2), "seed " + seed);
            assertEquals("" + number, row.getArray(3).getUTF8String(1).toString(), "seed " + seed);
            number = number == position % 3 ? 0 : number + 1;
            position += number == 0 ? 1 : 0;
        }
        assertEquals(records + 1, position, "seed " + seed);
        for (Order order : shuffled.keySet()) {
            assertTrue(order.task() >= 0 && order.task() < tasks, order + " of " + tasks);
        }
        long busy = shuffled.keySet().stream().mapToInt(Order::task).distinct().count();
        assertEquals(Math.min(tasks, (records - 1) / PackedRows.TOGETHER + 1), busy, "tasks with rows");
    }
}
