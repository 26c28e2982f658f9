package dev.periplus.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SQLContext;
import org.apache.spark.sql.sources.BaseRelation;
import org.apache.spark.sql.sources.Filter;
import org.apache.spark.sql.sources.TableScan;
import org.apache.spark.sql.types.StructType;

/** One read of one table. */
final class Relation extends BaseRelation implements TableScan {
    private final SQLContext sql;
    private final Options options;
    private final StructType columns;
    private final Filter[] filters;

    Relation(SQLContext sql, Options options, StructType columns, Filter[] filters) {
        this.sql = sql;
        this.options = options;
        this.columns = columns;
        this.filters = filters;
    }

    @Override
    public SQLContext sqlContext() {
        return sql;
    }

    @Override
    public StructType schema() {
        return columns;
    }

    @Override
    @SuppressWarnings("unchecked") // what Spark expects of rows that need no conversion
    public RDD<Row> buildScan() {
        JavaSparkContext spark =
                JavaSparkContext.fromSparkContext(sql.sparkSession().sparkContext());
        List<String> wanted = List.of(columns.fieldNames());
        try {
            return (RDD<Row>) (RDD<?>) rows(spark, wanted).rdd();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Tables whose rows are each made of one record come in Spark's own encoding. */
    @Override
    public boolean needConversion() {
        return !isOfEach();
    }

    private boolean isOfEach() {
        return options.table().equals(Tables.FLOWS) || options.table().equals(Tables.EVIDENCE);
    }

    private JavaRDD<?> rows(JavaSparkContext spark, List<String> wanted) throws IOException {
        boolean digests = options.table().equals(Tables.FILES) && wanted.contains("sha256");
        Look.Hashed some = options.isCase() ? Look.Hashed.ALIKE : Look.Hashed.NONE;
        List<Input> inputs = Stages.inputs(spark, options);
        List<Look> looks = Look.at(spark, Stages.hadoop(spark), inputs, digests ? Look.Hashed.ALL : some);
        Stages stages = new Stages(spark, options, inputs, looks);
        Options of = options;
        Filter[] conditions = filters;
        return switch (options.table()) {
            case Tables.PACKETS -> stages.packets(wanted);
            case Tables.EVIDENCE -> stages.ofEach(() -> new EvidenceRows(wanted), columns);
            case Tables.HOSTS -> stages.ofAll(() -> new HostRows(wanted));
            case Tables.FINDINGS -> {
                CaseFolder folder = CaseFolder.of(of.path(), spark.hadoopConfiguration());
                LocalDate today = LocalDate.now(ZoneOffset.UTC);
                yield stages.ofAll(() -> new FindingRows(wanted, of, folder, today));
            }
            case Tables.FILES -> {
                List<ReadFile> files = List.copyOf(stages.files());
                yield wanted.contains("flows")
                        ? stages.ofAll(() -> new FileRows(wanted, files, of))
                        : spark.parallelize(FileRows.of(wanted, files, new long[files.size()], of), 1);
            }
            default -> stages.ofEach(() -> new FlowRows(wanted, new Wanted(conditions)), columns);
        };
    }
}
