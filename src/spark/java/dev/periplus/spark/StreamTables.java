package dev.periplus.spark;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The tables of a {@link StreamJob} and their columns. {@code flows} has those of the table of captures ({@link Tables}),
 * with the sensor of each piece of evidence, then the sensors, whether a record came late, and all sightings.
 */
final class StreamTables {
    static final String REFUSED = "refused";
    static final String BATCHES = "batches";
    static final String CORRELATED = "correlated";

    static final String SENSORS = "sensors";
    static final String LATE = "late";
    static final String SIGHTINGS = "sightings";

    /** In {@code batches}: the first run of the case that the batch belongs to. */
    static final String CASE = "case";

    static final String UNTIL = "until";
    static final String WAITS = "waits";

    /** The columns of a piece of evidence. */
    static final List<String> EVIDENCE =
            Stream.concat(EvidenceRows.OF_FLOW.stream(), Stream.of("sensor")).toList();

    private StreamTables() {}

    /** Columns of what waits for the records of other sensors. */
    static StructType waiting() {
        return new StructType()
                .add("sensor", DataTypes.StringType)
                .add("version", DataTypes.StringType)
                .add("rules", DataTypes.StringType)
                .add(Tables.RECORD, DataTypes.BinaryType);
    }

    static StructType flows() {
        StructType type = new StructType();
        for (StructField field : Tables.schema(Tables.FLOWS).fields()) {
            type = field.name().equals(Tables.EVIDENCE) ? type.add(field.name(), withSensor(field)) : type.add(field);
        }
        StructType sighting = new StructType()
                .add("sensor", DataTypes.StringType)
                .add("version", DataTypes.StringType)
                .add("rules", DataTypes.StringType)
                .add("uid", DataTypes.StringType)
                .add("capture", DataTypes.StringType)
                .add("start", DataTypes.TimestampType)
                .add("end", DataTypes.TimestampType)
                .add("client_packets", DataTypes.LongType)
                .add("server_packets", DataTypes.LongType)
                .add("label", DataTypes.StringType)
                .add(Tables.RECORD, DataTypes.StringType);
        return type.add(SENSORS, DataTypes.createArrayType(DataTypes.StringType))
                .add(LATE, DataTypes.BooleanType)
                .add(SIGHTINGS, DataTypes.createArrayType(sighting));
    }

    /** The columns of {@code flows}, then the end, nanoseconds since the epoch, and whether other sensors may tell of it. */
    static StructType joined() {
        return flows().add(UNTIL, DataTypes.LongType).add(WAITS, DataTypes.BooleanType);
    }

    private static ArrayType withSensor(StructField evidence) {
        StructType piece = (StructType) ((ArrayType) evidence.dataType()).elementType();
        return DataTypes.createArrayType(piece.add("sensor", DataTypes.StringType));
    }

    static StructType refused() {
        return new StructType()
                .add("topic", DataTypes.StringType)
                .add("partition", DataTypes.IntegerType)
                .add("offset", DataTypes.LongType)
                .add("taken", DataTypes.TimestampType)
                .add("sensor", DataTypes.StringType)
                .add("reason", DataTypes.StringType)
                .add("bytes", DataTypes.LongType)
                .add("beginning", DataTypes.BinaryType);
    }

    /** The arrival of a row of {@code sightings}. */
    static Arrival arrival(Row sighting) {
        return new Arrival(
                sighting.getAs("sensor"),
                sighting.getAs("version"),
                sighting.getAs("rules"),
                sighting.<String>getAs(Tables.RECORD).getBytes(StandardCharsets.UTF_8),
                false);
    }

    /** Columns of {@code hosts}: those of the table of captures, then who saw the flow that tells it. */
    static StructType hosts() {
        return Tables.schema(Tables.HOSTS)
                .add(SENSORS, DataTypes.createArrayType(DataTypes.StringType))
                .add("uid", DataTypes.StringType);
    }

    /** Columns of what flows of one sensor tell of a flow of another: the flow, then what is proven of it, and by which. */
    static StructType correlated() {
        return new StructType()
                .add("uid", DataTypes.StringType)
                .add("community_id", DataTypes.StringType)
                .add("start", DataTypes.TimestampType)
                .add("server_ip", DataTypes.StringType)
                .add("server_port", DataTypes.LongType)
                .add("transport", DataTypes.StringType)
                .add("unknown_because", DataTypes.StringType)
                .add(SENSORS, DataTypes.createArrayType(DataTypes.StringType))
                .add("label", DataTypes.StringType)
                .add("weight", DataTypes.DoubleType)
                .add("says", DataTypes.StringType)
                .add("rule", DataTypes.StringType)
                .add("by_sensor", DataTypes.StringType)
                .add("by_uid", DataTypes.StringType)
                .add("by_start", DataTypes.TimestampType);
    }

    static StructType batches() {
        StructType range = new StructType()
                .add("topic", DataTypes.StringType)
                .add("partition", DataTypes.IntegerType)
                .add("first", DataTypes.LongType)
                .add("last", DataTypes.LongType)
                .add("records", DataTypes.LongType);
        StructType type =
                new StructType().add("time", DataTypes.TimestampType).add("watermark", DataTypes.TimestampType);
        for (String count : List.of("records", "refused", "repeated", "late", "ahead", "flows", "joined", "waiting")) {
            type = type.add(count, DataTypes.LongType);
        }
        return type.add("ranges", DataTypes.createArrayType(range))
                .add(CASE, DataTypes.IntegerType)
                .add(Tables.FINDINGS, DataTypes.LongType);
    }
}
