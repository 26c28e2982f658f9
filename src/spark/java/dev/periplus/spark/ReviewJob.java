package dev.periplus.spark;

import dev.periplus.answer.Amounts;
import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.sources.Filter;

/**
 * The job {@code periplus-spark review IN OUT}: appends what is new of the captures to the Parquet tables {@code flows},
 * {@code findings}, {@code hosts}, {@code files} and {@code unjoined} in {@code OUT}, in a folder for each day.
 *
 * <p>How it works. The table {@code files} tells what earlier runs have read. The files that are new are one case; all
 * its tables are made in one pass. {@link CaseLog} appends them, all or nothing.
 */
final class ReviewJob {
    /** Places of the makers of rows. */
    private static final int FINDINGS = 0;

    private static final int HOSTS = 1;
    private static final int COUNTS = 2;

    private final SparkSession spark;
    private final Options options;
    private final String out;
    private final Consumer<String> reached;

    /**
     * What a run did.
     *
     * @param says sentences for the user
     * @param isWhole whether every new file could be read whole
     */
    record Outcome(List<String> says, boolean isWhole) {}

    /** @param options where captures are, and how they are read */
    ReviewJob(SparkSession spark, Options options, String out) {
        this(spark, options, out, step -> {});
    }

    /** @param reached is told which step of the run comes next */
    ReviewJob(SparkSession spark, Options options, String out, Consumer<String> reached) {
        this.spark = spark;
        this.options = options;
        this.out = out;
        this.reached = reached;
    }

    /**
     * Appends what is new.
     *
     * @throws IOException if nothing was appended
     */
    Outcome run() throws IOException {
        CaseLog.prepare(spark);
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        Configuration hadoop = context.hadoopConfiguration();
        CaseLog log = new CaseLog(out, hadoop);
        log.recover();
        EarlierRuns earlier = EarlierRuns.of(spark, out, hadoop);
        NewFiles files = NewFiles.among(context, inputs(context, hadoop), earlier);
        if (files.isEmpty()) {
            return new Outcome(List.of("nothing new; run " + (log.next() - 1) + " was the last"), true);
        }
        reached.accept("read");
        Stages stages = new Stages(context, options, files.inputs(), files.looks());
        Path run = log.begin();
        List<String> says = new ArrayList<>();
        says.add("run " + log.next() + ": " + Amounts.count(files.inputs().size(), "new file"));
        List<ReadFile> read = write(stages, makers(stages, hadoop), files, earlier, run, log.next());
        read.stream()
                .filter(file -> file.message() != null)
                .map(ReadFile::problem)
                .forEach(says::add);
        long unjoined = unjoined(earlier, log.next(), run);
        if (unjoined > 0) {
            says.add(Amounts.count(unjoined, "pair")
                    + " of flows of this and of earlier runs may be one flow; see the table " + Tables.UNJOINED);
        }
        reached.accept("commit");
        log.commit(run);
        reached.accept("publish");
        log.publish(run.getName());
        return new Outcome(says, read.stream().noneMatch(ReadFile::isBad));
    }

    /** The files of the case; tables are not part of it, even if they are in its folder. */
    private List<Input> inputs(JavaSparkContext context, Configuration hadoop) throws IOException {
        Path tables = new Path(out);
        String own = tables.getFileSystem(hadoop).makeQualified(tables) + "/";
        return Stages.inputs(context, options).stream()
                .filter(input -> !input.path().startsWith(own))
                .toList();
    }

    /** Writes the tables of new files; returns what was read of these. Rows but those of flows fit into the driver. */
    private List<ReadFile> write(
            Stages stages, List<Stages.RowsMaker> makers, NewFiles files, EarlierRuns earlier, Path run, int number) {
        try (Stages.Tabled made = stages.tables(makers)) {
            List<String> columns = List.of(Tables.schema(Tables.FLOWS).fieldNames());
            JavaRDD<Row> flows = made.ofEach(() -> new FlowRows(columns, new Wanted(new Filter[0])));
            CaseLog.write(spark.createDataFrame(flows, Tables.schema(Tables.FLOWS)), Tables.FLOWS, number, run);
            reached.accept(Tables.FLOWS);
            write(made.ofAll(FINDINGS), Tables.FINDINGS, number, run);
            write(made.ofAll(HOSTS), Tables.HOSTS, number, run);
            List<ReadFile> read = files.all(
                    stages.files().stream().map(earlier::noted).toList(),
                    stages.metrics().changed());
            long[] began = new long[read.size()];
            made.ofAll(COUNTS).forEach(row -> began[row.getInt(0)] = row.getLong(1));
            List<String> ofFiles = List.of(Tables.schema(Tables.FILES).fieldNames());
            write(FileRows.of(ofFiles, read, began, options), Tables.FILES, number, run);
            return read;
        }
    }

    private long unjoined(EarlierRuns earlier, int number, Path run) {
        Dataset<Row> pairs = earlier.unjoined(run + "/" + Tables.FLOWS);
        long count = pairs == null ? 0 : pairs.count();
        if (pairs != null && count > 0) {
            CaseLog.write(pairs, Tables.UNJOINED, number, run);
        }
        return count;
    }

    private List<Stages.RowsMaker> makers(Stages stages, Configuration hadoop) throws IOException {
        Options of = options;
        CaseFolder folder = CaseFolder.of(of.path(), hadoop);
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        int captures = stages.files().size();
        List<String> findings = List.of(Tables.schema(Tables.FINDINGS).fieldNames());
        List<String> hosts = List.of(Tables.schema(Tables.HOSTS).fieldNames());
        return List.of(
                () -> new FindingRows(findings, of, folder, today),
                () -> new HostRows(hosts),
                () -> new FlowCounts(captures));
    }

    private void write(List<Row> rows, String table, int number, Path run) {
        CaseLog.write(spark, rows, Tables.schema(table), table, number, run);
    }
}
