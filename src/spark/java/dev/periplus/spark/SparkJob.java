package dev.periplus.spark;

import dev.periplus.text.Printable;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * The jobs of {@code periplus-spark}. {@code flows IN OUT} writes the table {@code flows} to {@code OUT/flows}, as Parquet in
 * a folder for each day on which flows begin, sorted by Community ID; a run replaces the table. {@code review IN OUT} is a
 * {@link ReviewJob}, {@code stream} a {@link StreamJob}.
 */
public final class SparkJob {
    private static final String USAGE = """
            usage: periplus-spark flows IN OUT [flows | evidence | hosts | packets | findings | files]... [iceberg=yes]
                   periplus-spark review IN OUT [rules=FOLDER] [splitBytes=NUMBER] [shards=NUMBER] [iceberg=yes]
                   periplus-spark stream BROKERS/TOPIC OUT [settings=FILE] [wait=SECONDS] [clock=SECONDS] [every=SECONDS]
                                         [case=SECONDS] [rules=FOLDER] [network=one] [most=RECORDS] [expired=skip] [until=now] [iceberg=yes]""";

    private static final int WRONG = 2;
    private static final int UNREADABLE = 3;

    private SparkJob() {}

    /**
     * @param arguments the command, where captures are, where tables go, and which tables ({@code flows} if none is named)
     *     or options
     */
    public static void main(String[] arguments) throws IOException {
        List<String> words = List.of(arguments);
        if (words.size() < 3 || !List.of("flows", "review", "stream").contains(words.get(0))) {
            wrong(USAGE);
        }
        boolean isWhole = true;
        try (SparkSession spark = SparkSession.builder()
                .appName("periplus " + words.get(0) + " " + words.get(1))
                .getOrCreate()) {
            CaseLog.prepare(spark);
            List<String> more = words.subList(3, words.size());
            if (words.get(0).equals("review")) {
                isWhole = review(spark, words.get(1), words.get(2), options(more));
            } else if (words.get(0).equals("stream")) {
                stream(spark, words.get(1), words.get(2), options(more));
            } else {
                List<String> tables =
                        more.stream().filter(word -> word.indexOf('=') < 0).toList();
                Map<String, String> options = options(
                        more.stream().filter(word -> word.indexOf('=') >= 0).toList());
                boolean iceberg = iceberg(options);
                options.keySet().stream()
                        .filter(name -> !name.equals("iceberg"))
                        .findAny()
                        .ifPresent(name -> wrong("no option '" + name + "'\n" + USAGE));
                for (String table : tables.isEmpty() ? List.of(Tables.FLOWS) : tables) {
                    write(spark, words.get(1), words.get(2), table, iceberg);
                }
            }
        }
        if (!isWhole) {
            System.exit(UNREADABLE);
        }
    }

    private static Map<String, String> options(List<String> words) {
        Map<String, String> options = new HashMap<>();
        for (String word : words) {
            int equals = word.indexOf('=');
            if (equals < 1) {
                wrong("unexpected argument '" + word + "'\n" + USAGE);
            }
            options.put(word.substring(0, equals), word.substring(equals + 1));
        }
        return options;
    }

    private static void wrong(String message) {
        System.err.println(message);
        System.exit(WRONG);
    }

    /** Appends what sensors send, until the job is stopped. */
    private static void stream(SparkSession spark, String from, String out, Map<String, String> given)
            throws IOException {
        try {
            new StreamJob(spark, StreamOptions.of(from, given), out).run();
        } catch (IllegalArgumentException e) {
            wrong(e.getMessage());
        } catch (TimeoutException | StreamingQueryException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** Appends what is new of a case; returns false if a new file could not be read whole. */
    private static boolean review(SparkSession spark, String in, String out, Map<String, String> more)
            throws IOException {
        Map<String, String> options = new HashMap<>(more);
        options.putAll(Map.of("path", in, "case", "true"));
        boolean iceberg = iceberg(options);
        ReviewJob.Outcome outcome = new ReviewJob(spark, Options.of(new CaseInsensitiveStringMap(options)), out).run();
        if (iceberg) {
            CaseLog log = new CaseLog(out, spark.sparkContext().hadoopConfiguration());
            log.recover();
            new IcebergTables(spark, out).append(log);
        }
        outcome.says().forEach(sentence -> System.out.println(Printable.of(sentence)));
        return outcome.isWhole();
    }

    /** Whether an option asks for Iceberg tables. */
    private static boolean iceberg(Map<String, String> options) {
        try {
            return "yes".equals(StreamOptions.word(new HashMap<>(options), "iceberg", "no", "yes"));
        } catch (IllegalArgumentException e) {
            wrong(e.getMessage());
            return false;
        }
    }

    /**
     * Writes a table.
     *
     * @param iceberg whether its files are those of an Iceberg table too
     * @throws IOException if the files that it would replace are those of other tables
     */
    static void write(SparkSession spark, String from, String to, String table, boolean iceberg) throws IOException {
        if (CaseLog.isAt(to, spark.sparkContext().hadoopConfiguration())) {
            throw new IOException(to + " has the tables of a review, which are not replaced; choose another folder");
        }
        Path known = new Path(to, IcebergTables.FOLDER + "/" + table);
        if (!iceberg
                && known.getFileSystem(spark.sparkContext().hadoopConfiguration())
                        .exists(known)) {
            throw new IOException(known + " names the files that would be replaced; add iceberg=yes, or remove it");
        }
        Dataset<Row> rows =
                spark.read().format("periplus").option("table", table).load(from);
        boolean byDay = table.equals(Tables.FLOWS);
        DataFrameWriter<Row> writer = !byDay
                ? rows.write()
                : rows.withColumn("day", functions.to_date(functions.col("start")))
                        .repartition(functions.col("day"))
                        .sortWithinPartitions("day", "community_id")
                        .write()
                        .partitionBy("day");
        writer.mode(SaveMode.Overwrite).parquet(to + "/" + table);
        if (iceberg) {
            new IcebergTables(spark, to).replace(table);
        }
    }
}
