package dev.periplus.spark;

import dev.periplus.correlate.DuePacking;
import dev.periplus.engine.Duplicates;
import dev.periplus.engine.SensorSurvey;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.SerializableConfiguration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Tuple2;

/** The stages of a read, wired: splits → packets of two hosts → flows → flows that are due → records → rows. */
final class Stages {
    private static final Logger LOG = LoggerFactory.getLogger(Stages.class);

    private final JavaSparkContext spark;
    private final Broadcast<SerializableConfiguration> hadoop;
    private final Options options;
    private final Plan plan;
    private final Metrics metrics;

    /** Makes the rows of a table; sent to a task. */
    interface RowsMaker extends java.io.Serializable {
        TableRows make();
    }

    /**
     * Reads captures for their headers, and plans how they are divided.
     *
     * @param inputs the files
     * @param looks what their beginnings tell, in the order of the files
     */
    Stages(JavaSparkContext spark, Options options, List<Input> inputs, List<Look> looks) {
        this.spark = spark;
        this.options = options;
        hadoop = hadoop(spark);
        plan = new Plan(spark, hadoop, options, inputs, looks);
        metrics = new Metrics(spark.sc(), plan.files);
        for (ReadFile file : plan.files) {
            String problem = file.problem();
            if (problem != null) {
                LOG.warn(problem);
            }
        }
    }

    /** Finds the files of a read. */
    static List<Input> inputs(JavaSparkContext spark, Options options) throws IOException {
        return Inputs.of(options.path(), spark.hadoopConfiguration());
    }

    /** The settings of file systems, for tasks. */
    static Broadcast<SerializableConfiguration> hadoop(JavaSparkContext spark) {
        return spark.broadcast(new SerializableConfiguration(spark.hadoopConfiguration()));
    }

    /** All files, by the index of a capture. */
    List<ReadFile> files() {
        return plan.files;
    }

    /** What is counted while tasks run. */
    Metrics metrics() {
        return metrics;
    }

    private JavaRDD<Split> splits() {
        return spark.parallelize(plan.splits, Math.max(1, Plan.tasks(spark, plan.splits.size())));
    }

    /** The rows of {@code packets}. */
    JavaRDD<Row> packets(List<String> columns) {
        List<String> names = List.copyOf(plan.names);
        Broadcast<SerializableConfiguration> conf = hadoop;
        Metrics counted = metrics;
        return splits().mapPartitions(some -> new Joined<>(
                some,
                split -> new PacketRows(
                        split, names.get(split.capture()), columns, conf.value().value(), counted)));
    }

    private int asked() {
        return options.shards() > 0 ? options.shards() : spark.defaultParallelism();
    }

    /** The packed flows of all packets. */
    private JavaPairRDD<Order, byte[]> flows() {
        boolean ordered = plan.isOrdered;
        Broadcast<Secrets> secrets = spark.broadcast(plan.secrets);
        long end = plan.end;
        SensorSurvey survey = plan.survey;
        int tasks = ordered && !survey.anyTranslated() ? asked() : 1;
        boolean isCase = options.isCase();
        Options of = options;
        int captures = plan.names.size();
        Broadcast<SerializableConfiguration> conf = hadoop;
        Metrics counted = metrics;
        JavaPairRDD<Order, byte[]> packets = splits().mapPartitionsToPair(some -> new Joined<>(
                some, split -> new SplitPackets(split, tasks, conf.value().value(), counted)));
        return JavaPairRDD.fromJavaRDD(packets.repartitionAndSortWithinPartitions(new Tasks(tasks))
                .mapPartitionsWithIndex(
                        (task, blocks) -> new FlowParts(
                                of.settings(),
                                task,
                                distinct(blocks, captures, isCase ? survey : null, counted),
                                secrets.value(),
                                ordered,
                                end),
                        false));
    }

    /**
     * Correlates all flows, in one task.
     *
     * @param tasks number of tasks that make records of the flows that are due; 0 if none do
     * @param makers of tables that need all records together
     */
    private JavaPairRDD<Order, Object> correlated(int tasks, List<RowsMaker> makers) {
        Options of = options;
        List<String> names = List.copyOf(plan.names);
        Metrics counted = metrics;
        return flows().repartitionAndSortWithinPartitions(new Tasks(1)).mapPartitionsToPair(parts -> {
            List<TableRows> rows = makers.stream().map(RowsMaker::make).toList();
            return new RecordRows(of.settings(), names, parts, tasks, rows, counted);
        });
    }

    /** Makes records of the flows that are due, and rows of the records, in many tasks. */
    private JavaRDD<PlacedRow> settled(JavaPairRDD<Order, Object> correlated, RowsMaker maker) {
        int tasks = settlers();
        Options of = options;
        List<String> names = List.copyOf(plan.names);
        Metrics counted = metrics;
        return correlated
                .filter(made -> made._1().isOfTask())
                .mapValues(packed -> (byte[]) packed)
                .repartitionAndSortWithinPartitions(new Tasks(tasks))
                .mapPartitions(parts -> new SettledRows(of.settings(), names, parts, maker.make(), counted));
    }

    private int settlers() {
        return Math.min(asked(), DuePacking.MOST_TASKS);
    }

    /**
     * Makes the rows of a table whose rows are each made of one record, in the order of the records.
     *
     * @param schema of the columns that the read wants
     */
    JavaRDD<InternalRow> ofEach(RowsMaker maker, StructType schema) {
        int tasks = settlers();
        int columns = schema.size();
        return settled(correlated(tasks, List.of()), maker)
                .mapPartitionsToPair(rows -> new PackedRows(rows, schema, tasks))
                .repartitionAndSortWithinPartitions(new Tasks(tasks))
                .mapPartitions(blocks -> new OrderedRows(blocks, columns));
    }

    /** Makes the rows of a table that needs all records together. */
    JavaRDD<Row> ofAll(RowsMaker maker) {
        return correlated(0, List.of(maker)).map(made -> (Row) made._2());
    }

    /** Correlates once for several tables. The caller closes the result. */
    Tabled tables(List<RowsMaker> makers) {
        return new Tabled(correlated(settlers(), makers).persist(StorageLevel.DISK_ONLY()));
    }

    /** Flows correlated once, for several tables. */
    final class Tabled implements AutoCloseable {
        private final JavaPairRDD<Order, Object> correlated;

        private Tabled(JavaPairRDD<Order, Object> correlated) {
            this.correlated = correlated;
        }

        /** Makes the rows of a table whose rows are each made of one record, in any order. */
        JavaRDD<Row> ofEach(RowsMaker maker) {
            return settled(correlated, maker).map(PlacedRow::row);
        }

        /** Collects the rows of a table that needs all records together. They fit into the driver. */
        List<Row> ofAll(int table) {
            return correlated
                    .filter(made -> made._1().isOfTable(table))
                    .map(made -> (Row) made._2())
                    .collect();
        }

        @Override
        public void close() {
            correlated.unpersist();
        }
    }

    private static MergedPackets distinct(
            Iterator<Tuple2<Order, byte[]>> blocks, int captures, @Nullable SensorSurvey survey, Metrics metrics) {
        boolean any = survey != null && survey.anyDuplicates();
        return new MergedPackets(blocks, any ? new Duplicates(captures, survey) : null, metrics);
    }
}
