package dev.periplus.spark;

import dev.periplus.report.RecordField;
import dev.periplus.report.RecordFields;
import java.util.List;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The tables and their columns. Columns of {@code flows} are the fields of a flow record ({@link RecordFields}), the
 * number of the first packet, the evidence, and {@code record}: the native record as {@code replay -o json} writes it.
 * Evidence and record are made only if they are read.
 */
final class Tables {
    static final String FLOWS = "flows";
    static final String EVIDENCE = "evidence";
    static final String HOSTS = "hosts";
    static final String PACKETS = "packets";
    static final String FINDINGS = "findings";
    static final String FILES = "files";
    static final String UNJOINED = "unjoined";
    static final String RECORD = "record";
    static final String FIRST_PACKET = "first_packet";

    static final List<String> ALL = List.of(FLOWS, EVIDENCE, HOSTS, PACKETS, FINDINGS, FILES);

    private Tables() {}

    /** The time, in SQL, by which a row belongs to a day. */
    static String time(String table) {
        return switch (table) {
            case FINDINGS -> "first";
            case HOSTS, StreamTables.BATCHES -> "time";
            case StreamTables.REFUSED -> "taken";
            case FILES -> "coalesce(first, modified)";
            default -> "start";
        };
    }

    /** The columns by which the rows of a day are sorted. */
    static String[] order(String table) {
        return switch (table) {
            case FINDINGS -> new String[] {"run", "position"};
            case HOSTS -> new String[] {"host", "kind"};
            case FILES -> new String[] {"name"};
            case StreamTables.REFUSED -> new String[] {"topic", "partition", "offset"};
            case StreamTables.BATCHES -> new String[] {"run"};
            default -> new String[] {"community_id", "start"};
        };
    }

    /** Returns the columns of a table. */
    static StructType schema(String table) {
        return switch (table) {
            case FLOWS -> flows();
            case EVIDENCE -> evidence(text("capture", "uid", "community_id"));
            case FINDINGS -> findings();
            case FILES ->
                text("name")
                        .add("bytes", DataTypes.LongType)
                        .add("modified", DataTypes.TimestampType)
                        .add("sha256", DataTypes.StringType)
                        .add("format", DataTypes.StringType)
                        .add("packets", DataTypes.LongType)
                        .add("captured_bytes", DataTypes.LongType)
                        .add("first", DataTypes.TimestampType)
                        .add("last", DataTypes.TimestampType)
                        .add("flows", DataTypes.LongType)
                        .add("state", DataTypes.StringType)
                        .add("damage_offset", DataTypes.LongType)
                        .add("message", DataTypes.StringType)
                        .add(RECORD, DataTypes.StringType);
            case HOSTS ->
                text("host", "kind", "value", "grade", "source", "by", "capture")
                        .add("packet", DataTypes.LongType)
                        .add("offset", DataTypes.IntegerType)
                        .add("bytes", DataTypes.BinaryType)
                        .add("time", DataTypes.TimestampType);
            case PACKETS ->
                text("capture")
                        .add("packet", DataTypes.LongType)
                        .add("offset", DataTypes.LongType)
                        .add("time", DataTypes.TimestampType)
                        .add("captured", DataTypes.IntegerType)
                        .add("wire", DataTypes.IntegerType)
                        .add("link_type", DataTypes.IntegerType);
            default ->
                throw new IllegalArgumentException("no table '" + table + "'; choose from " + String.join(", ", ALL));
        };
    }

    private static StructType text(String... names) {
        StructType type = new StructType();
        for (String name : names) {
            type = type.add(name, DataTypes.StringType);
        }
        return type;
    }

    private static StructType evidence(StructType of) {
        return of.add("kind", DataTypes.StringType)
                .add("label", DataTypes.StringType)
                .add("weight", DataTypes.DoubleType)
                .add("says", DataTypes.StringType)
                .add("rule", DataTypes.StringType)
                .add("evidence_capture", DataTypes.StringType)
                .add("packet", DataTypes.LongType)
                .add("offset", DataTypes.IntegerType)
                .add("bytes", DataTypes.BinaryType);
    }

    private static StructType findings() {
        DataType texts = DataTypes.createArrayType(DataTypes.StringType);
        return new StructType()
                .add("position", DataTypes.LongType)
                .add("id", DataTypes.StringType)
                .add("uid", DataTypes.StringType)
                .add("severity", DataTypes.StringType)
                .add("techniques", texts)
                .add("title", DataTypes.StringType)
                .add("where", DataTypes.StringType)
                .add("host", DataTypes.StringType)
                .add("port", DataTypes.IntegerType)
                .add("transport", DataTypes.StringType)
                .add("services", texts)
                .add("label", DataTypes.StringType)
                .add("flows", DataTypes.LongType)
                .add("clients", DataTypes.IntegerType)
                .add("client_ips", texts)
                .add("bytes", DataTypes.LongType)
                .add("uploaded", DataTypes.LongType)
                .add("first", DataTypes.TimestampType)
                .add("last", DataTypes.TimestampType)
                .add("facts", texts)
                .add("examples", DataTypes.createArrayType(DataTypes.LongType))
                .add("uids", texts)
                .add("means", DataTypes.StringType)
                .add(RECORD, DataTypes.StringType);
    }

    private static StructType flows() {
        StructType type = new StructType();
        for (RecordField field : new RecordFields().columns()) {
            type = type.add(field.column(), type(field));
        }
        return type.add(FIRST_PACKET, DataTypes.LongType)
                .add(EVIDENCE, DataTypes.createArrayType(evidence(new StructType())))
                .add(RECORD, DataTypes.StringType);
    }

    private static DataType type(RecordField field) {
        DataType one = switch (field.kind()) {
            case TEXT, ADDRESS -> DataTypes.StringType;
            case NUMBER -> field.name().equals("confidence") ? DataTypes.DoubleType : DataTypes.LongType;
            case DURATION -> DataTypes.DoubleType;
            case TIME -> DataTypes.TimestampType;
        };
        return field.several() ? DataTypes.createArrayType(one) : one;
    }
}
