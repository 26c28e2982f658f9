package dev.periplus.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.report.FlowIds;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** A native record that is read again has the columns that it was written with. */
class SightingColumnsTest {
    private final SightingColumns columns = new SightingColumns();
    private final FlowIds ids = new FlowIds();

    @Test
    void columnsAreThoseOfTheFlow() throws Exception {
        String captures = OnSpark.captures().stream().map(Path::toString).collect(Collectors.joining(","));
        List<Row> flows = OnSpark.table("flows", captures, 1).collectAsList();
        assertTrue(flows.size() > 100);
        List<String> names = List.of(StreamTables.joined().fieldNames());
        for (Row flow : flows) {
            byte[] record = flow.<String>getAs("record").getBytes(StandardCharsets.UTF_8);
            Sighting sighting = Sighting.of(new Arrival("a", "1", "ab", record, true), ids);
            columns.check(sighting);
            Row row = new SeenFlow(sighting).row(columns, false, true);
            for (String name : Tables.schema(Tables.FLOWS).fieldNames()) {
                if (!name.equals(Tables.FIRST_PACKET)) {
                    assertEquals(text(flow.getAs(name)), text(row.get(names.indexOf(name))), name);
                }
            }
        }
    }

    /** The text of a value, arrays and rows element by element, without the sensor that evidence has here. */
    private static String text(Object value) {
        if (value instanceof scala.collection.Iterable<?> several) {
            List<Object> all = new ArrayList<>();
            several.foreach(all::add);
            return all.stream().map(SightingColumnsTest::text).toList().toString();
        }
        if (value instanceof Object[] several) {
            return text(scala.collection.immutable.ArraySeq.unsafeWrapArray(several));
        }
        if (value instanceof Row row) {
            List<Object> all = new ArrayList<>();
            for (int i = 0; i < EvidenceRows.OF_FLOW.size(); i++) {
                all.add(text(row.get(i)));
            }
            return all.toString();
        }
        if (value instanceof Timestamp time) {
            return time.toInstant().truncatedTo(ChronoUnit.MICROS).toString();
        }
        return value instanceof byte[] bytes ? java.util.HexFormat.of().formatHex(bytes) : String.valueOf(value);
    }
}
