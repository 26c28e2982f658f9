package dev.periplus.spark;

import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import scala.Tuple2;

/**
 * The case of a stream: the flows of all batches since the last case ended.
 *
 * <p>How it works. A case ends with the first batch that moves the watermark into another period. That batch writes what the
 * flows of the case tell together, with its own rows, so that all of it is committed once: {@code findings}, {@code
 * hosts} and {@code correlated}. It reads the flows of earlier batches from the files that these have committed.
 */
final class StreamCase {
    private final SparkSession spark;
    private final StreamOptions options;
    private final CaseLog log;

    StreamCase(SparkSession spark, StreamOptions options, CaseLog log) {
        this.spark = spark;
        this.options = options;
        this.log = log;
    }

    /**
     * Reads the rules, so that errors in them are told before anything is read.
     *
     * @throws IllegalArgumentException with all errors
     */
    void check() {
        if (!options.rules().isEmpty()) {
            new CaseRows(Collections.emptyIterator(), options.rulesOption(), today());
        }
    }

    private static LocalDate today() {
        return LocalDate.now(ZoneOffset.UTC);
    }

    /** Whether a batch that moves the watermark from one time to another, nanoseconds since the epoch, ends the case. */
    boolean ends(long before, long passed) {
        long period = TimeUnit.SECONDS.toNanos(options.caseSeconds());
        return period == 0 || Math.floorDiv(before, period) != Math.floorDiv(passed, period);
    }

    /**
     * Writes the tables of a case that ends; returns the number of findings.
     *
     * @param first the first run of the case
     * @param run the one that ends it, whose flows are in the folder
     * @param hasFlows whether that one has any
     */
    long write(int first, int run, Path folder, boolean hasFlows) throws IOException {
        List<String> paths = new ArrayList<>();
        for (int earlier = first; earlier < run; earlier++) {
            for (Path file : log.files(earlier)) {
                if (file.getParent().getParent().getName().equals(Tables.FLOWS)) {
                    paths.add(file.toString());
                }
            }
        }
        if (hasFlows) {
            paths.add(folder + "/" + Tables.FLOWS);
        }
        if (paths.isEmpty()) {
            return 0;
        }
        Dataset<Row> flows = spark.read()
                .schema(StreamTables.flows())
                .option("recursiveFileLookup", "true")
                .parquet(paths.toArray(String[]::new))
                .filter("ended <> 'active'");
        Options rules = options.rulesOption();
        CaseLog.write(new Correlated(rules, options.isOneNetwork()).of(flows), StreamTables.CORRELATED, run, folder);
        LocalDate today = today();
        JavaRDD<Row> sightings = flows.select("start", "end", "uid", StreamTables.SIGHTINGS)
                .repartition(1)
                .sortWithinPartitions("start", "end", "uid")
                .select(StreamTables.SIGHTINGS)
                .toJavaRDD();
        Map<Integer, List<Row>> rows =
                sightings.mapPartitionsToPair(all -> new CaseRows(all, rules, today)).collect().stream()
                        .collect(
                                Collectors.groupingBy(Tuple2::_1, Collectors.mapping(Tuple2::_2, Collectors.toList())));
        List<Row> findings = rows.getOrDefault(CaseRows.FINDINGS, List.of());
        CaseLog.write(spark, findings, Tables.schema(Tables.FINDINGS), Tables.FINDINGS, run, folder);
        List<Row> hosts = rows.getOrDefault(CaseRows.HOSTS, List.of());
        CaseLog.write(spark, hosts, StreamTables.hosts(), Tables.HOSTS, run, folder);
        return findings.size();
    }
}
