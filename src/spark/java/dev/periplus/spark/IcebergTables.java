package dev.periplus.spark;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.MetricsConfig;
import org.apache.iceberg.OverwriteFiles;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.SnapshotUpdate;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.Transaction;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.hadoop.HadoopInputFile;
import org.apache.iceberg.hadoop.HadoopTables;
import org.apache.iceberg.mapping.MappingUtil;
import org.apache.iceberg.mapping.NameMapping;
import org.apache.iceberg.mapping.NameMappingParser;
import org.apache.iceberg.parquet.ParquetUtil;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Iceberg tables (format version 2) of the files that jobs write: {@code OUT/iceberg/TABLE}, partitioned as the files are.
 * A run that appends is a snapshot; one that {@link #replace replaces} a table leaves its own snapshot alone.
 *
 * <p>How it works. A run is a snapshot once its number is in the table's properties; both are committed together. Runs
 * that are committed in the {@link CaseLog} and not here are made up for, so that a run that was killed in between is in
 * the table after the next. The files stay where they are and have no field ids: the table's name mapping tells them.
 */
final class IcebergTables {
    /** Folder of the tables. */
    static final String FOLDER = "iceberg";

    /** Property of a table: number of the last run whose files it has. */
    static final String RUN = "periplus.run";

    private static final String DAY = "day";

    private final SparkSession spark;
    private final Configuration hadoop;
    private final Path out;
    private final HadoopTables tables;
    /** The runs up to this one are in all tables. */
    private int done;

    private int fields;

    IcebergTables(SparkSession spark, String out) throws IOException {
        this.spark = spark;
        hadoop = spark.sparkContext().hadoopConfiguration();
        Path given = new Path(out);
        this.out = given.getFileSystem(hadoop).makeQualified(given);
        tables = new HadoopTables(hadoop);
    }

    /** Appends the files of runs that the tables do not have. */
    void append(CaseLog log) throws IOException {
        Map<String, Integer> last = new TreeMap<>();
        for (int run = done + 1; run <= log.last(); run++) {
            Map<String, List<Path>> byTable = new TreeMap<>();
            for (Path file : log.files(run)) {
                String table = out.toUri().relativize(file.toUri()).getPath().split("/")[0];
                byTable.computeIfAbsent(table, made -> new ArrayList<>()).add(file);
            }
            for (Map.Entry<String, List<Path>> files : byTable.entrySet()) {
                String table = files.getKey();
                if (!table.startsWith("_") && run > last.computeIfAbsent(table, this::lastOf)) {
                    append(table, run, files.getValue());
                }
            }
            done = run;
        }
    }

    private String location(String table) {
        return out + "/" + FOLDER + "/" + table;
    }

    private int lastOf(String table) {
        return tables.exists(location(table))
                ? Integer.parseInt(tables.load(location(table)).properties().getOrDefault(RUN, "0"))
                : 0;
    }

    private void append(String name, int run, List<Path> files) throws IOException {
        Schema schema = schema(name, files);
        Table table = tables.exists(location(name)) ? tables.load(location(name)) : create(name, schema);
        Transaction transaction = table.newTransaction();
        transaction.updateSchema().unionByNameWith(schema).commit();
        List<DataFile> described = described(transaction, files);
        AppendFiles append = transaction.newAppend();
        described.forEach(append::appendFile);
        commit(transaction, append, run);
    }

    /**
     * Makes a table one of the files that are there now: those that it had before are gone, and the snapshots that named
     * them are removed too.
     */
    void replace(String name) throws IOException {
        List<Path> files = files(name);
        boolean exists = tables.exists(location(name));
        if (files.isEmpty() && !exists) {
            return;
        }
        int run = lastOf(name) + 1;
        Table table = exists ? tables.load(location(name)) : create(name, schema(name, files));
        Transaction transaction = table.newTransaction();
        if (!files.isEmpty()) {
            transaction.updateSchema().unionByNameWith(schema(name, files)).commit();
        }
        List<DataFile> described = described(transaction, files);
        OverwriteFiles overwrite = transaction.newOverwrite().overwriteByRowFilter(Expressions.alwaysTrue());
        described.forEach(overwrite::addFile);
        commit(transaction, overwrite, run);
        table.refresh();
        table.expireSnapshots()
                .expireOlderThan(table.currentSnapshot().timestampMillis())
                .commit();
    }

    /** The files of a table, in folders of days or not. */
    private List<Path> files(String name) throws IOException {
        List<Path> files = new ArrayList<>();
        for (RemoteIterator<LocatedFileStatus> all = out.getFileSystem(hadoop).listFiles(new Path(out, name), true);
                all.hasNext(); ) {
            Path file = all.next().getPath();
            if (file.getName().endsWith(".parquet")) {
                files.add(file);
            }
        }
        return files;
    }

    private Schema schema(String name, List<Path> files) {
        return schema(spark.read()
                .option("basePath", out + "/" + name)
                .parquet(files.get(0).toString())
                .schema());
    }

    /** Describes files for a transaction that adds them. */
    private List<DataFile> described(Transaction transaction, List<Path> files) throws IOException {
        Table table = transaction.table();
        NameMapping mapping = mapping(transaction);
        FileSystem system = out.getFileSystem(hadoop);
        List<DataFile> described = new ArrayList<>();
        for (Path file : files) {
            HadoopInputFile input = HadoopInputFile.fromPath(file, hadoop);
            DataFiles.Builder builder = DataFiles.builder(table.spec())
                    .withPath(file.toString())
                    .withFormat(FileFormat.PARQUET)
                    .withFileSizeInBytes(system.getFileStatus(file).getLen())
                    .withMetrics(ParquetUtil.fileMetrics(input, MetricsConfig.forTable(table), mapping));
            described.add(
                    table.spec().isPartitioned()
                            ? builder.withPartitionPath(file.getParent().getName())
                                    .build()
                            : builder.build());
        }
        return described;
    }

    private static void commit(Transaction transaction, SnapshotUpdate<?> update, int run) {
        update.set(RUN, String.valueOf(run));
        update.commit();
        transaction.updateProperties().set(RUN, String.valueOf(run)).commit();
        transaction.commitTransaction();
    }

    private Table create(String name, Schema schema) {
        PartitionSpec.Builder spec = PartitionSpec.builderFor(schema);
        return tables.create(
                schema, (schema.findField(DAY) == null ? spec : spec.identity(DAY)).build(), Map.of(), location(name));
    }

    /** Which names fields have in the files; noted with the first snapshot, since creation gives the ids. */
    private static NameMapping mapping(Transaction transaction) {
        Table table = transaction.table();
        String noted = table.properties().get(TableProperties.DEFAULT_NAME_MAPPING);
        if (noted != null) {
            return NameMappingParser.fromJson(noted);
        }
        NameMapping mapping = MappingUtil.create(table.schema());
        transaction
                .updateProperties()
                .set(TableProperties.DEFAULT_NAME_MAPPING, NameMappingParser.toJson(mapping))
                .commit();
        return mapping;
    }

    /** The schema of rows as Spark has them. */
    private Schema schema(StructType rows) {
        fields = 0;
        return new Schema(fields(rows));
    }

    private List<Types.NestedField> fields(StructType rows) {
        int[] ids = new int[rows.size()];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = ++fields;
        }
        List<Types.NestedField> all = new ArrayList<>();
        for (int i = 0; i < ids.length; i++) {
            StructField field = rows.fields()[i];
            all.add(Types.NestedField.optional(ids[i], field.name(), type(field.dataType())));
        }
        return all;
    }

    private Type type(DataType of) {
        if (of instanceof ArrayType list) {
            int id = ++fields;
            return Types.ListType.ofOptional(id, type(list.elementType()));
        }
        if (of instanceof StructType struct) {
            return Types.StructType.of(fields(struct));
        }
        if (of.equals(DataTypes.StringType)) {
            return Types.StringType.get();
        }
        if (of.equals(DataTypes.LongType)) {
            return Types.LongType.get();
        }
        if (of.equals(DataTypes.IntegerType)) {
            return Types.IntegerType.get();
        }
        if (of.equals(DataTypes.DoubleType)) {
            return Types.DoubleType.get();
        }
        if (of.equals(DataTypes.BooleanType)) {
            return Types.BooleanType.get();
        }
        if (of.equals(DataTypes.BinaryType)) {
            return Types.BinaryType.get();
        }
        if (of.equals(DataTypes.TimestampType)) {
            return Types.TimestampType.withZone();
        }
        if (of.equals(DataTypes.DateType)) {
            return Types.DateType.get();
        }
        throw new IllegalArgumentException("no column of type " + of.simpleString());
    }
}
