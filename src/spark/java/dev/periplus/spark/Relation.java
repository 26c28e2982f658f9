package dev.periplus.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SQLContext;
import org.apache.spark.sql.sources.BaseRelation;
import org.apache.spark.sql.sources.Filter;
import org.apache.spark.sql.sources.TableScan;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One read of one table: the stages, wired. */
final class Relation extends BaseRelation implements TableScan {
    private static final Logger LOG = LoggerFactory.getLogger(Relation.class);

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
    public RDD<Row> buildScan() {
        JavaSparkContext spark =
                JavaSparkContext.fromSparkContext(sql.sparkSession().sparkContext());
        Broadcast<SerializableConfiguration> hadoop =
                spark.broadcast(new SerializableConfiguration(spark.hadoopConfiguration()));
        Plan plan;
        try {
            plan = new Plan(spark, hadoop, options);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        plan.problems.forEach(LOG::warn);
        if (plan.splits.isEmpty()) {
            return spark.<Row>emptyRDD().rdd();
        }
        JavaRDD<Split> splits = spark.parallelize(plan.splits, Plan.tasks(spark, plan.splits.size()));
        List<String> names = List.copyOf(plan.names);
        List<String> wanted = List.of(columns.fieldNames());
        if (options.table().equals(Tables.PACKETS)) {
            return splits.mapPartitions(some -> new Joined<>(
                            some,
                            split -> new PacketRows(
                                    split,
                                    names.get(split.capture()),
                                    wanted,
                                    hadoop.value().value())))
                    .rdd();
        }
        return records(spark, splits, plan, hadoop, names, wanted).rdd();
    }

    private JavaRDD<Row> records(
            JavaSparkContext spark,
            JavaRDD<Split> splits,
            Plan plan,
            Broadcast<SerializableConfiguration> hadoop,
            List<String> names,
            List<String> wanted) {
        boolean ordered = plan.isOrdered;
        long end = plan.end;
        int asked = options.shards() > 0 ? options.shards() : spark.defaultParallelism();
        int tasks = ordered ? asked : 1;
        Options of = options;
        Filter[] conditions = filters;
        JavaPairRDD<Order, byte[]> packets = splits.mapPartitionsToPair(some -> new Joined<>(
                some, split -> new SplitPackets(split, tasks, hadoop.value().value())));
        JavaPairRDD<Order, byte[]> flows =
                JavaPairRDD.fromJavaRDD(packets.repartitionAndSortWithinPartitions(new Order.Tasks(tasks))
                        .mapPartitionsWithIndex(
                                (task, blocks) -> new FlowParts(of.settings(), task, blocks, ordered, end), false));
        return flows.repartitionAndSortWithinPartitions(new Order.Tasks(1))
                .mapPartitions(parts -> new RecordRows(
                        of.settings(), names, parts, new RowMaker(of.table(), wanted, new Wanted(conditions))));
    }
}
