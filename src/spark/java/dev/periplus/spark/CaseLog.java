package dev.periplus.spark;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Appends to the tables of a folder, all or nothing, and exactly once.
 *
 * <p>How it works. A run writes its rows to a folder of its own, {@code _periplus/staging/NUMBER-WHO-ID}. The file that lists
 * them is then moved to {@code _periplus/commits/NUMBER}: that one step decides that the rows count. Only afterwards are
 * they moved to the tables. The next run first ends such moves that were begun, and removes rows of runs that were
 * never committed. Of two runs at the same time, one fails: the folder of a run that is removed takes its list along.
 */
final class CaseLog {
    private static final String OWN = "_periplus";
    private static final String LIST = "_list";

    private final FileSystem system;
    private final FileContext context;
    private final Path root;
    private final Path commits;
    private final Path staging;
    private final Path removed;
    private int last;

    /** @param out folder of the tables, on any Hadoop file system whose renames are atomic */
    CaseLog(String out, Configuration hadoop) throws IOException {
        Path given = new Path(out);
        system = given.getFileSystem(hadoop);
        root = system.makeQualified(given);
        context = FileContext.getFileContext(root.toUri(), hadoop);
        commits = new Path(root, OWN + "/commits");
        staging = new Path(root, OWN + "/staging");
        removed = new Path(root, OWN + "/removed");
    }

    /** Whether a folder is one of these. */
    static boolean isAt(String out, Configuration hadoop) throws IOException {
        Path folder = new Path(out, OWN);
        return folder.getFileSystem(hadoop).exists(folder);
    }

    /**
     * Ends what earlier runs began.
     *
     * @throws IOException also if the folder holds other things
     */
    void recover() throws IOException {
        if (!system.exists(new Path(root, OWN)) && children(root).stream().anyMatch(CaseLog::isVisible)) {
            throw new IOException(root + " is not empty, and no earlier run wrote it; choose another folder");
        }
        for (Path folder : List.of(commits, staging, removed)) {
            system.mkdirs(folder);
        }
        for (FileStatus left : children(removed)) {
            remove(left.getPath());
        }
        for (FileStatus left : children(staging)) {
            if (!publish(left.getPath().getName())) {
                Path away = new Path(removed, left.getPath().getName());
                system.rename(left.getPath(), away);
                remove(away);
            }
        }
        for (FileStatus commit : children(commits)) {
            String name = commit.getPath().getName();
            last = isVisible(commit) ? Math.max(last, Integer.parseInt(name)) : last;
        }
    }

    /** Removes the folder of a run, unless it was committed at the last moment. */
    private void remove(Path folder) throws IOException {
        String run = folder.getName();
        if (committed(run) == null) {
            system.delete(folder, true);
        } else {
            system.rename(folder, new Path(staging, run));
            publish(run);
        }
    }

    private static boolean isVisible(FileStatus file) {
        String name = file.getPath().getName();
        return !name.startsWith(".") && !name.startsWith("_");
    }

    private List<FileStatus> children(Path folder) throws IOException {
        try {
            return List.of(system.listStatus(folder));
        } catch (FileNotFoundException e) {
            return List.of();
        }
    }

    /** Number of the run to come. */
    int next() {
        return last + 1;
    }

    /** Number of the last run that was committed; 0 if none was. */
    int last() {
        return last;
    }

    /** Begins a run of a {@link ReviewJob}: a folder in which it writes a folder for each table. */
    Path begin() throws IOException {
        return begin("review");
    }

    /** Same, for a run that others may ask for by the name of who began it. */
    Path begin(String by) throws IOException {
        Path folder = new Path(staging, name(next()) + "-" + by + "-" + UUID.randomUUID());
        system.mkdirs(folder);
        return folder;
    }

    private static String name(int number) {
        return String.format(Locale.ROOT, "%06d", number);
    }

    /** The files that a run has appended; none if it was not committed. */
    List<Path> files(int run) throws IOException {
        Path commit = new Path(commits, name(run));
        return system.exists(commit)
                ? lines(commit).stream()
                        .skip(1)
                        .map(file -> new Path(root, file))
                        .toList()
                : List.of();
    }

    /** Whether a run that was committed was begun by this name. */
    boolean isBy(int run, String by) throws IOException {
        return lines(new Path(commits, name(run))).get(0).startsWith(name(run) + "-" + by + "-");
    }

    /** Makes Spark write times that every reader knows, in days of UTC. */
    static void prepare(SparkSession spark) {
        spark.conf().set("spark.sql.session.timeZone", "UTC");
        spark.conf().set("spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS");
    }

    /** Writes rows of a table to the folder of a run, with the day they belong to. */
    static void write(Dataset<Row> rows, String table, int number, Path run) {
        Dataset<Row> dated = rows.withColumn("run", functions.lit(number))
                .withColumn("day", functions.to_date(functions.expr(Tables.time(table))));
        boolean isLarge = table.equals(Tables.FLOWS);
        Dataset<Row> divided = isLarge
                ? dated.repartitionByRange(functions.col("day"), functions.col("community_id"))
                : dated.coalesce(1);
        divided.sortWithinPartitions("day", Tables.order(table))
                .write()
                .partitionBy("day")
                .parquet(run + "/" + table);
    }

    /** Same, of rows that the driver has, if there are any. */
    static void write(SparkSession spark, List<Row> rows, StructType type, String table, int number, Path run) {
        if (!rows.isEmpty()) {
            write(spark.createDataFrame(rows, type), table, number, run);
        }
    }

    /**
     * Commits a run.
     *
     * @param run the folder from {@link #begin}
     * @throws IOException if another run was committed meanwhile, or has removed this one
     */
    void commit(Path run) throws IOException {
        List<String> lines = new ArrayList<>(List.of(run.getName()));
        int prefix = system.makeQualified(run).toString().length() + 1;
        for (RemoteIterator<LocatedFileStatus> files = system.listFiles(run, true); files.hasNext(); ) {
            LocatedFileStatus file = files.next();
            if (isVisible(file) && !file.getPath().toString().contains("/_temporary/")) {
                lines.add(file.getPath().toString().substring(prefix));
            }
        }
        Path list = new Path(run, LIST);
        try (OutputStream out = system.create(list, false)) {
            out.write((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
        }
        context.rename(list, new Path(commits, name(next())));
        last++;
    }

    /** The files of a run that was committed; null if it was not. */
    private @Nullable List<String> committed(String run) throws IOException {
        int dash = run.indexOf('-');
        Path commit = new Path(commits, dash < 0 ? run : run.substring(0, dash));
        if (!system.exists(commit)) {
            return null;
        }
        List<String> lines = lines(commit);
        return !lines.isEmpty() && lines.get(0).equals(run) ? lines.subList(1, lines.size()) : null;
    }

    private List<String> lines(Path commit) throws IOException {
        try (InputStream in = system.open(commit)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }

    /** Moves the rows of a run to the tables; returns false if it was not committed. May be done again. */
    boolean publish(String run) throws IOException {
        List<String> files = committed(run);
        if (files == null) {
            return false;
        }
        Path folder = new Path(staging, run);
        for (String file : files) {
            Path from = new Path(folder, file);
            Path to = new Path(root, file);
            if (system.exists(from)) {
                system.mkdirs(to.getParent());
                system.rename(from, to);
            }
            if (!system.exists(to)) {
                throw new IOException(to + " is missing, although run " + run + " was committed");
            }
        }
        system.delete(folder, true);
        return true;
    }
}
