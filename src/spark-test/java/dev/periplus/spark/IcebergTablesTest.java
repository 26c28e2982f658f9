package dev.periplus.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.data.IdentityPartitionConverters;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetReaders;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.hadoop.HadoopTables;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.mapping.NameMappingParser;
import org.apache.iceberg.parquet.Parquet;
import org.apache.iceberg.util.PartitionUtil;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What runs append is in Iceberg tables, once, a snapshot for each run; read by Iceberg's own reader. */
class IcebergTablesTest {
    @TempDir
    Path folder;

    private Path out;

    private void review(Path captures) throws IOException {
        Options options = Options.of(
                new CaseInsensitiveStringMap(Map.of("path", captures.toString(), "case", "true", "shards", "2")));
        new ReviewJob(OnSpark.session(), options, out.toString()).run();
    }

    private void append() throws IOException {
        CaseLog log =
                new CaseLog(out.toString(), OnSpark.session().sparkContext().hadoopConfiguration());
        log.recover();
        new IcebergTables(OnSpark.session(), out.toString()).append(log);
    }

    private Table table(String name) {
        return new HadoopTables(new Configuration()).load("file:" + out + "/iceberg/" + name);
    }

    private static List<String> runs(Table table) {
        List<String> runs = new ArrayList<>();
        for (Snapshot snapshot : table.snapshots()) {
            runs.add(snapshot.summary().get("periplus.run"));
        }
        return runs;
    }

    private static List<Record> read(Table table, Expression where) throws IOException {
        List<Record> records = new ArrayList<>();
        String mapping = table.properties().get(TableProperties.DEFAULT_NAME_MAPPING);
        try (CloseableIterable<FileScanTask> files =
                table.newScan().filter(where).planFiles()) {
            for (FileScanTask file : files) {
                Map<Integer, ?> constants =
                        PartitionUtil.constantsMap(file, IdentityPartitionConverters::convertConstant);
                try (CloseableIterable<Record> rows = Parquet.read(table.io().newInputFile(file.file()))
                        .project(table.schema())
                        .withNameMapping(NameMappingParser.fromJson(mapping))
                        .createReaderFunc(type -> GenericParquetReaders.buildReader(table.schema(), type, constants))
                        .build()) {
                    rows.forEach(records::add);
                }
            }
        }
        return records;
    }

    @Test
    void eachRunIsASnapshotWithItsRows() throws IOException {
        out = folder.resolve("out");
        Path captures = OnSpark.copied(folder.resolve("case"), List.of(Path.of("captures/hdx-audio.pcap")));
        review(captures);
        // killed before it could append: the next run does
        Files.copy(Path.of("captures/ssh-on-3251.pcap"), captures.resolve("ssh-on-3251.pcap"));
        review(captures);
        append();
        append();
        Table flows = table("flows");
        assertEquals(List.of("1", "2"), runs(flows));
        assertEquals(List.of("1", "2"), runs(table("files")));
        List<Row> expected = OnSpark.session().read().parquet(out + "/flows").collectAsList();
        Set<String> told = new HashSet<>();
        Set<Object> days = new HashSet<>();
        for (Row row : expected) {
            told.add(row.getAs("record") + " " + row.getAs("day") + " " + row.getAs("label") + " "
                    + row.<Long>getAs("client_packets") + " "
                    + row.getList(row.fieldIndex("evidence")).size() + " "
                    + row.<java.sql.Timestamp>getAs("start").toInstant());
            days.add(row.getAs("day"));
        }
        List<Record> records = read(flows, Expressions.alwaysTrue());
        Set<String> found = new HashSet<>();
        for (Record record : records) {
            List<?> evidence = (List<?>) record.getField("evidence");
            for (Object piece : evidence) {
                assertTrue(((Record) piece).getField("says") != null);
            }
            found.add(record.getField("record") + " " + record.getField("day") + " " + record.getField("label") + " "
                    + record.getField("client_packets") + " " + evidence.size() + " "
                    + ((java.time.OffsetDateTime) record.getField("start")).toInstant());
        }
        assertEquals(told, found);
        assertEquals(expected.size(), records.size());
        assertEquals(2, days.size());
        Object day = expected.get(0).getAs("day");
        List<Record> ofDay = read(flows, Expressions.equal("day", day.toString()));
        assertEquals(
                expected.stream().filter(row -> row.getAs("day").equals(day)).count(), ofDay.size());
    }

    private void write(Path captures, String table, boolean iceberg) throws IOException {
        SparkJob.write(OnSpark.session(), captures.toString(), out.toString(), table, iceberg);
    }

    private static Set<Object> values(Table table, String column) throws IOException {
        Set<Object> values = new HashSet<>();
        for (Record record : read(table, Expressions.alwaysTrue())) {
            values.add(record.getField(column));
        }
        return values;
    }

    private Set<Object> written(String table, String column) {
        Set<Object> values = new HashSet<>();
        OnSpark.session()
                .read()
                .parquet(out + "/" + table)
                .select(column)
                .collectAsList()
                .forEach(row -> values.add(row.get(0)));
        return values;
    }

    /** Tables with and without folders of days; of the run before nothing is left, not even its snapshot. */
    @Test
    void aRunThatReplacesATableLeavesItsOwnSnapshotAlone() throws IOException {
        out = folder.resolve("out");
        for (String capture : List.of("hdx-audio", "ssh-on-3251")) {
            Path captures = OnSpark.copied(folder.resolve(capture), List.of(Path.of("captures/" + capture + ".pcap")));
            for (String table : List.of("flows", "evidence")) {
                write(captures, table, true);
                Set<Object> expected = written(table, "community_id");
                assertTrue(!expected.isEmpty());
                assertEquals(expected, values(table(table), "community_id"));
            }
        }
        assertEquals(List.of("2"), runs(table("flows")));
        assertEquals(List.of("2"), runs(table("evidence")));
        Path none = Files.write(
                folder.resolve("none.pcap"),
                java.util.Arrays.copyOf(Files.readAllBytes(Path.of("captures/ssh-on-3251.pcap")), 24));
        write(none, "flows", true);
        assertEquals(Set.of(), values(table("flows"), "community_id"));
        IOException refused = assertThrows(IOException.class, () -> write(none, "flows", false));
        assertTrue(refused.getMessage().contains("add iceberg=yes"), refused.getMessage());
    }
}
