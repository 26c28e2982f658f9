package dev.periplus.spark;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** A Spark on this machine, which all tests share, and captures to read. */
final class OnSpark {
    private OnSpark() {}

    static SparkSession session() {
        return SparkSession.builder()
                .master("local[2]")
                .config("spark.ui.enabled", "false")
                .config("spark.sql.shuffle.partitions", "2")
                .config("spark.sql.session.timeZone", "UTC")
                .getOrCreate();
    }

    static Dataset<Row> table(String table, Path captures, int splits) {
        return table(table, captures.toString(), splits);
    }

    static Dataset<Row> table(String table, String captures, int splits) {
        return reader(table, splits).load(captures);
    }

    /** A table of captures that are read as a review reads a case. */
    static Dataset<Row> inCase(String table, Path captures, int splits) {
        return reader(table, splits).option("case", true).load(captures.toString());
    }

    private static DataFrameReader reader(String table, int splits) {
        return session()
                .read()
                .format("periplus")
                .option("table", table)
                .option("splits", splits)
                .option("shards", 3);
    }

    static List<String> texts(Dataset<Row> rows, String column) {
        return rows.select(column).collectAsList().stream()
                .map(row -> row.getString(0))
                .toList();
    }

    static List<Path> captures() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("captures"))) {
            return files.filter(file -> file.toString().matches(".*\\.(pcap|pcapng)"))
                    .map(Path::toAbsolutePath)
                    .sorted()
                    .toList();
        }
    }

    /** A folder with copies of captures. */
    static Path copied(Path folder, List<Path> captures) throws IOException {
        Files.createDirectories(folder);
        for (Path capture : captures) {
            Files.copy(capture, folder.resolve(capture.getFileName()));
        }
        return folder;
    }

    /** Writes a capture without its last bytes. */
    static Path cut(Path capture, Path to, int bytes) throws IOException {
        byte[] whole = Files.readAllBytes(capture);
        return Files.write(to, Arrays.copyOf(whole, whole.length - bytes));
    }

    /** Divides a pcap file in the middle, at a record. */
    static void split(Path capture, Path first, Path second) throws IOException {
        byte[] bytes = Files.readAllBytes(capture);
        ByteBuffer records = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int at = 24;
        while (at < bytes.length / 2) {
            at += 16 + records.getInt(at + 8);
        }
        byte[] rest = Arrays.copyOfRange(bytes, at - 24, bytes.length);
        System.arraycopy(bytes, 0, rest, 0, 24);
        Files.write(second, rest);
        Files.write(first, Arrays.copyOf(bytes, at));
    }
}
