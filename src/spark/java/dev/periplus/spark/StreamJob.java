package dev.periplus.spark;

import java.io.IOException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.streaming.DataStreamWriter;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.apache.spark.sql.streaming.Trigger;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;
import org.jspecify.annotations.Nullable;

/**
 * The job {@code periplus-spark stream BROKERS/TOPIC OUT}: reads the records that {@code -o kafka} of many sensors writes,
 * joins what several of them saw of a flow, and appends to the tables {@code flows}, {@code refused} and {@code batches},
 * and, when a {@link StreamCase case} ends, to those of what its flows tell together.
 *
 * <p>How it works. Spark notes in {@code OUT/_periplus/checkpoint} which offsets belong to a batch. Batch {@code n} is run
 * {@code n + 1} of the {@link CaseLog}: its rows, and the records that still wait for other sensors ({@code
 * OUT/_periplus/waiting}), are committed together, in one step. After a crash Spark gives a batch again; one that was
 * committed is passed over. A flow is written once the watermark, the latest end of a flow less {@code wait}, has passed
 * its end.
 */
final class StreamJob {
    private static final String WAITING = "_periplus/waiting";

    private static final long MICRO = 1000;

    /** Tells, while rows are divided, which are written now. */
    private static final String READY = "ready";

    /** Property of Spark's thread that runs a query. */
    private static final String QUERY = "sql.streaming.queryId";

    /** A sensor whose flows end later than this after now has a wrong clock; such times move nothing. */
    private static final long AHEAD_SECONDS = 300;

    private final SparkSession spark;
    private final StreamOptions options;
    private final Path out;
    private final Path waiting;
    private final FileSystem system;
    private final CaseLog log;
    private final Consumer<String> reached;
    private final @Nullable IcebergTables iceberg;
    private final StreamCase streamCase;
    private long watermark;

    /** The first run of the case that is open. */
    private int firstOfCase = 1;

    StreamJob(SparkSession spark, StreamOptions options, String out) throws IOException {
        this(spark, options, out, step -> {});
    }

    /** @param reached is told which step of a batch comes next */
    StreamJob(SparkSession spark, StreamOptions options, String out, Consumer<String> reached) throws IOException {
        this.spark = spark;
        this.options = options;
        this.reached = reached;
        Path given = new Path(out);
        system = given.getFileSystem(spark.sparkContext().hadoopConfiguration());
        this.out = system.makeQualified(given);
        waiting = new Path(this.out, WAITING);
        log = new CaseLog(out, spark.sparkContext().hadoopConfiguration());
        streamCase = new StreamCase(spark, options, log);
        iceberg = options.iceberg() ? new IcebergTables(spark, out) : null;
    }

    /**
     * Starts it.
     *
     * @throws IOException if the folder has other things than tables of a stream
     */
    StreamingQuery start() throws IOException, TimeoutException {
        CaseLog.prepare(spark);
        streamCase.check();
        log.recover();
        snapshot();
        goOn();
        for (FileStatus waited : system.exists(waiting) ? system.listStatus(waiting) : new FileStatus[0]) {
            if (!waited.getPath().getName().equals(String.valueOf(log.last()))) {
                system.delete(waited.getPath(), true);
            }
        }
        VoidFunction2<Dataset<Row>, Long> takes = (batch, id) -> take(batch, Math.toIntExact(id) + 1);
        DataStreamWriter<Row> writer = spark.readStream()
                .format("kafka")
                .options(options.kafka())
                .load()
                .select(Arrays.stream(Arrivals.COLUMNS).map(functions::col).toArray(Column[]::new))
                .writeStream()
                .option("checkpointLocation", out + "/_periplus/checkpoint")
                .queryName("periplus stream " + options.kafka().get("subscribe"))
                .foreachBatch(takes);
        Trigger trigger = options.untilNow()
                ? Trigger.AvailableNow()
                : Trigger.ProcessingTime(options.everySeconds(), TimeUnit.SECONDS);
        return writer.trigger(trigger).start();
    }

    /** Runs it to its end: until it is stopped, or has read what is there. */
    void run() throws IOException, TimeoutException, StreamingQueryException {
        start().awaitTermination();
    }

    /** Goes on where the last batch ended. */
    private void goOn() {
        watermark = Long.MIN_VALUE;
        if (log.last() == 0) {
            return;
        }
        Row last = spark.read()
                .schema(StreamTables.batches().add("run", DataTypes.IntegerType))
                .parquet(out + "/" + StreamTables.BATCHES)
                .filter("run = " + log.last())
                .select("watermark", StreamTables.CASE, Tables.FINDINGS)
                .head();
        watermark =
                last.isNullAt(0) ? Long.MIN_VALUE : nanos(last.getTimestamp(0).toInstant());
        firstOfCase = last.isNullAt(1) || !last.isNullAt(2) ? log.next() : last.getInt(1);
    }

    /** The watermark after a batch, and whether the case ended with it. */
    private record Passed(long watermark, boolean endsCase) {}

    private static long nanos(Instant time) {
        return TimeUnit.SECONDS.toNanos(time.getEpochSecond()) + time.getNano();
    }

    /** The next time that the table can hold. */
    private static long toMicros(long nanos) {
        return -Math.floorDiv(-nanos, MICRO) * MICRO;
    }

    /** Takes a batch, unless it was committed before the job ended. */
    private void take(Dataset<Row> batch, int run) throws IOException {
        String query = spark.sparkContext().getLocalProperty(QUERY);
        boolean isCommitted = run <= log.last();
        if (isCommitted ? !log.isBy(run, query) : run != log.next()) {
            throw new IOException("the tables in " + out + " are of another stream than its checkpoint");
        }
        if (isCommitted) {
            return;
        }
        Path folder = log.begin(query);
        Instant now = Instant.now();
        long clock = TimeUnit.SECONDS.toNanos(options.clockSeconds());
        SightingJoin.Times times = new SightingJoin.Times(watermark, nanos(now.plusSeconds(AHEAD_SECONDS)), clock);
        int tasks = spark.sparkContext().defaultParallelism();
        JavaPairRDD<Integer, Row> rows = arrivals(batch, run, now)
                .repartitionAndSortWithinPartitions(new Tasks(tasks))
                .mapPartitionsToPair(sightings -> new SightingJoin(sightings, times))
                .persist(StorageLevel.DISK_ONLY());
        Passed passed;
        try {
            passed = write(rows, run, folder, now);
        } finally {
            rows.unpersist();
        }
        reached.accept("commit");
        log.commit(folder);
        watermark = passed.watermark;
        firstOfCase = passed.endsCase ? run + 1 : firstOfCase;
        reached.accept("publish");
        log.publish(folder.getName());
        reached.accept("published");
        snapshot();
        system.delete(waitedIn(run - 1), true);
    }

    private void snapshot() throws IOException {
        if (iceberg != null) {
            iceberg.append(log);
        }
    }

    /** The folder of what waits after a run. */
    private Path waitedIn(int run) {
        return new Path(waiting, String.valueOf(run));
    }

    private JavaPairRDD<StreamOrder, Arrivals.Taken> arrivals(Dataset<Row> batch, int run, Instant now)
            throws IOException {
        JavaPairRDD<StreamOrder, Arrivals.Taken> fresh =
                batch.toJavaRDD().mapPartitionsToPair(messages -> new Arrivals(messages, now));
        Path waited = waitedIn(run - 1);
        if (!system.exists(waited)) {
            return fresh;
        }
        JavaRDD<Row> rows = spark.read()
                .schema(StreamTables.waiting())
                .parquet(waited.toString())
                .toJavaRDD();
        return fresh.union(rows.mapToPair(Arrivals::waited));
    }

    /** Writes the tables of a run. */
    private Passed write(JavaPairRDD<Integer, Row> rows, int run, Path folder, Instant now) throws IOException {
        long[] counts = new long[SightingJoin.LAST + 1];
        counts[SightingJoin.LAST] = Long.MIN_VALUE;
        List<Row> ranges = new ArrayList<>();
        rows.filter(row -> row._1() == SightingJoin.RANGES).values().collect().forEach(ranges::add);
        for (Row counted :
                rows.filter(row -> row._1() == SightingJoin.COUNTS).values().collect()) {
            SightingJoin.add(counted, counts);
        }
        long last = counts[SightingJoin.LAST];
        long passed = last == Long.MIN_VALUE
                ? watermark
                : Math.max(watermark, toMicros(last - TimeUnit.SECONDS.toNanos(options.waitSeconds())));
        reached.accept("read");
        Column isReady = functions
                .not(functions.col(StreamTables.WAITS))
                .or(functions.col(StreamTables.UNTIL).leq(passed));
        Dataset<Row> joined = table(rows, SightingJoin.FLOWS, StreamTables.joined())
                .withColumn(READY, isReady)
                .drop(StreamTables.UNTIL, StreamTables.WAITS);
        Row sums = joined.selectExpr(
                        "count_if(ready)",
                        "count_if(ready AND size(sightings) > 1)",
                        "coalesce(sum(IF(ready, 0, size(sightings))), 0)")
                .head();
        if (sums.getLong(0) > 0) {
            CaseLog.write(joined.filter(READY).drop(READY), Tables.FLOWS, run, folder);
        }
        reached.accept(Tables.FLOWS);
        if (sums.getLong(2) > 0) {
            joined.filter("NOT " + READY)
                    .selectExpr("explode(sightings) AS s")
                    .selectExpr("s.sensor", "s.version", "s.rules", "CAST(s.record AS BINARY) AS record")
                    .write()
                    .parquet(folder + "/" + WAITING + "/" + run);
        }
        if (counts[SightingJoin.REFUSALS] > 0) {
            CaseLog.write(table(rows, SightingJoin.REFUSED, StreamTables.refused()), StreamTables.REFUSED, run, folder);
        }
        boolean endsCase = streamCase.ends(watermark, passed);
        Long findings = endsCase ? streamCase.write(firstOfCase, run, folder, sums.getLong(0) > 0) : null;
        reached.accept(Tables.FINDINGS);
        Row batch = RowFactory.create(
                Timestamp.from(now),
                passed == Long.MIN_VALUE ? null : Values.timestamp(passed),
                counts[SightingJoin.RECORDS],
                counts[SightingJoin.REFUSALS],
                counts[SightingJoin.REPEATED],
                counts[SightingJoin.LATE],
                counts[SightingJoin.AHEAD],
                sums.getLong(0),
                sums.getLong(1),
                sums.getLong(2),
                ranges.toArray(),
                firstOfCase,
                findings);
        CaseLog.write(spark.createDataFrame(List.of(batch), StreamTables.batches()), StreamTables.BATCHES, run, folder);
        return new Passed(passed, endsCase);
    }

    private Dataset<Row> table(JavaPairRDD<Integer, Row> rows, int kind, StructType type) {
        return spark.createDataFrame(rows.filter(row -> row._1() == kind).values(), type);
    }
}
