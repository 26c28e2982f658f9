package dev.periplus.spark;

import dev.periplus.engine.Duplicates;
import dev.periplus.engine.SensorSurvey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.util.SerializableConfiguration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Tuple2;

/** The stages of a read, wired: splits → packets of two hosts → flows → records → rows. */
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

    /** The rows of tables that are made of records, each with the index of its maker. */
    JavaPairRDD<Integer, Row> records(List<RowsMaker> makers) {
        boolean ordered = plan.isOrdered;
        Broadcast<Secrets> secrets = spark.broadcast(plan.secrets);
        long end = plan.end;
        int asked = options.shards() > 0 ? options.shards() : spark.defaultParallelism();
        SensorSurvey survey = plan.survey;
        int tasks = ordered && !survey.anyTranslated() ? asked : 1;
        boolean isCase = options.isCase();
        Options of = options;
        List<String> names = List.copyOf(plan.names);
        Broadcast<SerializableConfiguration> conf = hadoop;
        Metrics counted = metrics;
        JavaPairRDD<Order, byte[]> packets = splits().mapPartitionsToPair(some -> new Joined<>(
                some, split -> new SplitPackets(split, tasks, conf.value().value(), counted)));
        JavaPairRDD<Order, byte[]> flows =
                JavaPairRDD.fromJavaRDD(packets.repartitionAndSortWithinPartitions(new Tasks(tasks))
                        .mapPartitionsWithIndex(
                                (task, blocks) -> new FlowParts(
                                        of.settings(),
                                        task,
                                        distinct(blocks, names.size(), isCase ? survey : null, counted),
                                        secrets.value(),
                                        ordered,
                                        end),
                                false));
        return flows.repartitionAndSortWithinPartitions(new Tasks(1)).mapPartitionsToPair(parts -> {
            List<TableRows> rows = new ArrayList<>();
            makers.forEach(maker -> rows.add(maker.make()));
            return new RecordRows(of.settings(), names, parts, rows, counted);
        });
    }

    private static MergedPackets distinct(
            Iterator<Tuple2<Order, byte[]>> blocks, int captures, @Nullable SensorSurvey survey, Metrics metrics) {
        boolean any = survey != null && survey.anyDuplicates();
        return new MergedPackets(blocks, any ? new Duplicates(captures, survey) : null, metrics);
    }

    /** The rows of one table that is made of records. */
    JavaRDD<Row> records(RowsMaker maker) {
        return records(List.of(maker)).map(Tuple2::_2);
    }
}
