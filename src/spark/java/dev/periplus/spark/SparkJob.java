package dev.periplus.spark;

import java.io.IOException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/**
 * The job {@code periplus-spark}: {@code flows IN OUT} writes the table {@code flows} to {@code OUT/flows}, as Parquet in a
 * folder for each day on which flows begin, sorted by Community ID. A run replaces the table.
 */
public final class SparkJob {
    private static final String USAGE = "usage: periplus-spark flows IN OUT [flows | evidence | hosts | packets]...";

    private SparkJob() {}

    /** @param arguments the command, where captures are, where tables go, and which tables ({@code flows} if none is named) */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length < 3 || !arguments[0].equals("flows")) {
            System.err.println(USAGE);
            System.exit(2);
        }
        try (SparkSession spark = SparkSession.builder()
                .appName("periplus flows " + arguments[1])
                .config("spark.sql.session.timeZone", "UTC")
                .getOrCreate()) {
            if (arguments.length == 3) {
                write(spark, arguments[1], arguments[2], Tables.FLOWS);
            }
            for (int i = 3; i < arguments.length; i++) {
                write(spark, arguments[1], arguments[2], arguments[i]);
            }
        }
    }

    /** Writes a table. */
    static void write(SparkSession spark, String from, String to, String table) {
        Dataset<Row> rows =
                spark.read().format("periplus").option("table", table).load(from);
        if (!table.equals(Tables.FLOWS)) {
            rows.write().mode(SaveMode.Overwrite).parquet(to + "/" + table);
            return;
        }
        rows.withColumn("day", functions.to_date(functions.col("start")))
                .repartition(functions.col("day"))
                .sortWithinPartitions("day", "community_id")
                .write()
                .mode(SaveMode.Overwrite)
                .partitionBy("day")
                .parquet(to + "/" + table);
    }
}
