package dev.periplus.spark;

import dev.periplus.answer.Amounts;
import java.io.IOException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** What earlier runs of a {@link ReviewJob} have read, as their tables tell. */
final class EarlierRuns {
    /** Longest pause within a flow whose parts a review joins; see {@code FlowJoin}. */
    private static final String PAUSE = "INTERVAL 300 SECONDS";

    /** Two flows may be one if the first was cut off by the end of its capture, or if both go on at the same time. */
    private static final String MAY_BE_ONE = "n.community_id = e.community_id AND n.start <= e.end + " + PAUSE
            + " AND e.start <= n.end + " + PAUSE
            + " AND (CASE WHEN e.start <= n.start THEN e.ended ELSE n.ended END = 'end-of-capture'"
            + " OR n.start < e.end AND e.start < n.end)";

    private final SparkSession spark;
    private final String out;

    /** What was last said of each file. */
    private final Map<String, Known> latest = new HashMap<>();

    /** The files with packets, by name and by digest. */
    private final Map<String, Known> readByName = new HashMap<>();

    private final Map<String, Known> readByDigest = new HashMap<>();

    /** Times of the files with packets, microseconds since the epoch, each in order. */
    private long[] firsts = {};

    private long[] lasts = {};

    /**
     * A file that an earlier run has named.
     *
     * @param modified milliseconds since the epoch
     */
    record Known(
            int run,
            String name,
            long bytes,
            long modified,
            @Nullable String sha256,
            long packets) {
        /** Whether a file is this one, as far as can be told without reading it; one that was unreadable may have come. */
        boolean is(Input input) {
            return sha256 != null && bytes == input.bytes() && modified == input.modified();
        }
    }

    private EarlierRuns(SparkSession spark, String out) {
        this.spark = spark;
        this.out = out;
    }

    /** Reads the table {@code files}, if there is one. */
    static EarlierRuns of(SparkSession spark, String out, Configuration hadoop) throws IOException {
        EarlierRuns runs = new EarlierRuns(spark, out);
        Path files = new Path(out, Tables.FILES);
        if (files.getFileSystem(hadoop).exists(files)) {
            List<Row> rows = spark.read()
                    .parquet(files.toString())
                    .select("run", "name", "bytes", "modified", "sha256", "packets", "first", "last")
                    .orderBy("run")
                    .collectAsList();
            rows.forEach(runs::add);
            runs.firsts = times(rows, "first");
            runs.lasts = times(rows, "last");
        }
        return runs;
    }

    private static long[] times(List<Row> rows, String column) {
        return rows.stream()
                .filter(row -> row.getAs(column) != null)
                .mapToLong(row -> micros(row.<Timestamp>getAs(column).toInstant()))
                .sorted()
                .toArray();
    }

    private static long micros(Instant time) {
        return time.getEpochSecond() * 1_000_000 + time.getNano() / 1000;
    }

    private void add(Row row) {
        Timestamp modified = row.getAs("modified");
        Long bytes = row.getAs("bytes");
        Known known = new Known(
                row.getAs("run"),
                row.getAs("name"),
                bytes == null ? -1 : bytes,
                modified == null ? -1 : modified.getTime(),
                row.getAs("sha256"),
                row.getAs("packets"));
        latest.put(known.name, known);
        if (known.packets > 0) {
            readByName.put(known.name, known);
            if (known.sha256 != null) {
                readByDigest.putIfAbsent(known.sha256, known);
            }
        }
    }

    /** What was last said of the file of this name; null if nothing was. */
    @Nullable
    Known latest(String name) {
        return latest.get(name);
    }

    /** The file of this name of which the tables have rows, or null. */
    @Nullable
    Known read(String name) {
        return readByName.get(name);
    }

    /** The file with this digest of which the tables have rows, or null. */
    @Nullable
    Known digested(@Nullable String sha256) {
        return sha256 == null ? null : readByDigest.get(sha256);
    }

    /** Says of a file how many captures of earlier runs have packets of its time. */
    ReadFile noted(ReadFile file) {
        if (file.packets() == 0) {
            return file;
        }
        int overlapping = upTo(firsts, file.last() / 1000) - upTo(lasts, file.first() / 1000 - 1);
        return overlapping == 0
                ? file
                : file.noting("has packets of the time of " + Amounts.count(overlapping, "capture")
                        + " of earlier runs: those that both have are counted twice, and its flows are not correlated with"
                        + " theirs");
    }

    /** Number of times up to this one. */
    private static int upTo(long[] sorted, long time) {
        int found = Arrays.binarySearch(sorted, time + 1);
        int place = found < 0 ? -found - 1 : found;
        while (place > 0 && sorted[place - 1] > time) {
            place--;
        }
        return place;
    }

    /**
     * The flows of a new run that may be one with flows of earlier runs, and are not joined with them.
     *
     * @param flows folder of the new run's table
     * @return null if there are no earlier runs
     */
    @Nullable
    Dataset<Row> unjoined(String flows) {
        if (latest.isEmpty()) {
            return null;
        }
        StructType type = Tables.schema(Tables.FLOWS).add("run", "int").add("day", "date");
        Dataset<Row> now = spark.read().schema(type).parquet(flows);
        Dataset<Row> before = spark.read().schema(type).parquet(out + "/" + Tables.FLOWS);
        Row span = now.agg(functions.expr("min(start) - " + PAUSE), functions.expr("max(end) + " + PAUSE))
                .head();
        if (span.isNullAt(0)) {
            return null;
        }
        Dataset<Row> near = before.filter(functions.col("end").geq(span.get(0)))
                .filter(functions.col("start").leq(span.get(1)));
        return now.as("n")
                .join(near.as("e"), functions.expr(MAY_BE_ONE))
                .selectExpr(
                        "n.community_id",
                        "e.run AS earlier_run",
                        "e.uid AS earlier_uid",
                        "e.capture AS earlier_capture",
                        "e.start AS earlier_start",
                        "e.end AS earlier_end",
                        "n.uid",
                        "n.capture",
                        "n.start",
                        "n.end");
    }
}
