package dev.periplus.spark;

import dev.periplus.report.RecordField;
import dev.periplus.report.RecordFields;
import java.util.List;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The tables and their columns. Columns of {@code flows} are the fields of a flow record ({@link RecordFields}), and {@code
 * record}: the native record as {@code replay -o json} writes it, which is made only if it is read.
 */
final class Tables {
    static final String FLOWS = "flows";
    static final String EVIDENCE = "evidence";
    static final String HOSTS = "hosts";
    static final String PACKETS = "packets";
    static final String RECORD = "record";

    static final List<String> ALL = List.of(FLOWS, EVIDENCE, HOSTS, PACKETS);

    private Tables() {}

    /** Returns the columns of a table. */
    static StructType schema(String table) {
        return switch (table) {
            case FLOWS -> flows();
            case EVIDENCE ->
                text("capture", "uid", "community_id", "kind", "label")
                        .add("weight", DataTypes.DoubleType)
                        .add("says", DataTypes.StringType)
                        .add("rule", DataTypes.StringType)
                        .add("evidence_capture", DataTypes.StringType)
                        .add("packet", DataTypes.LongType)
                        .add("offset", DataTypes.IntegerType)
                        .add("bytes", DataTypes.BinaryType);
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

    private static StructType flows() {
        StructType type = new StructType();
        for (RecordField field : new RecordFields().columns()) {
            type = type.add(field.column(), type(field));
        }
        return type.add(RECORD, DataTypes.StringType);
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
