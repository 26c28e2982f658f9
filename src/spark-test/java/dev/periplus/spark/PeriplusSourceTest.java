package dev.periplus.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.answer.FlowRecord;
import dev.periplus.capture.FilterException;
import dev.periplus.engine.Engine;
import dev.periplus.engine.Knowledge;
import dev.periplus.engine.RecordTaker;
import dev.periplus.report.json.JsonFlow;
import dev.periplus.report.json.JsonText;
import dev.periplus.rule.RuleLoader;
import dev.periplus.rulefile.InvalidRulesException;
import dev.periplus.rulefile.RuleFolder;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Spark gives the records of one machine, however captures are divided. */
class PeriplusSourceTest {
    private static SparkSession spark;
    private static Knowledge knowledge;

    @TempDir
    Path folder;

    @BeforeAll
    static void begin() throws InvalidRulesException {
        spark = OnSpark.session();
        knowledge = RuleFolder.read(
                null, packaged -> Knowledge.load(new RuleLoader().packaged().load(), packaged, false));
    }

    private static List<String> onOneMachine(List<Path> captures) throws FilterException {
        List<String> lines = new ArrayList<>();
        JsonText text = new JsonText();
        JsonFlow json = new JsonFlow(text);
        RecordTaker taker = new RecordTaker() {
            @Override
            public void flow(FlowRecord record) {
                text.clear();
                json.write(record);
                lines.add(text.toString().stripTrailing());
            }
        };
        try (Engine engine = new Engine(Engine.Settings.of(knowledge, 2).showingHosts(false))) {
            engine.run(captures.stream().map(Path::toString).toList(), taker);
        }
        return lines;
    }

    private static Dataset<Row> read(Path path, int splits) {
        return spark.read()
                .format("periplus")
                .option("splits", splits)
                .option("shards", 3)
                .load(path.toString());
    }

    private static List<String> onSpark(Path path, int splits) {
        return read(path, splits).select("record").collectAsList().stream()
                .map(row -> row.getString(0))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 16, 64})
    void allCapturesAsOneCaseGiveTheRecordsOfOneMachine(int splits) throws IOException, FilterException {
        List<String> expected = onOneMachine(OnSpark.captures());
        assertTrue(expected.size() > 100, "flows " + expected.size());
        String all =
                String.join(",", OnSpark.captures().stream().map(Path::toString).toList());
        assertEquals(expected, onSpark(Path.of(all), splits));
    }

    /** HTTP responses that carry captures: where a split begins, the payload looks like records. */
    @ParameterizedTest
    @ValueSource(ints = {2, 7, 64})
    void capturesInPayloadDeceiveNobody(int splits) throws IOException, FilterException {
        Path nested = folder.resolve("nested.pcap");
        long seed = System.nanoTime();
        nest(nested, new Random(seed));
        List<String> expected = onOneMachine(List.of(nested));
        assertTrue(expected.size() > 10, "flows " + expected.size());
        assertEquals(expected, onSpark(nested, splits), "seed " + seed);
    }

    /** A time that lies by years moves the clock of a ring only if the next packet confirms it. */
    @Test
    void timesThatLieGiveTheRecordsOfOneMachine() throws IOException, FilterException {
        Path lying = folder.resolve("lying.pcap");
        byte[] capture = Files.readAllBytes(Path.of("captures/hdx-audio.pcap"));
        ByteBuffer bytes = ByteBuffer.wrap(capture).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 24, number = 0; at < capture.length; at += 16 + bytes.getInt(at + 8)) {
            if (++number % 50 == 0) {
                bytes.putInt(at, bytes.getInt(at) + (number % 100 == 0 ? 400_000_000 : -400_000_000));
            }
        }
        Files.write(lying, capture);
        assertEquals(onOneMachine(List.of(lying)), onSpark(lying, 3));
    }

    @Test
    void packedCapturesAreReadAsAWhole() throws IOException, FilterException {
        Path packed = folder.resolve("packed.pcap.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
            Files.copy(Path.of("captures/framehawk-late.pcap"), out);
        }
        assertEquals(onOneMachine(List.of(packed)), onSpark(packed, 5));
    }

    @Test
    void damageAndForeignFilesAreLeftOutLikeOnOneMachine() throws IOException, FilterException {
        Path cut = folder.resolve("cut.pcap");
        byte[] capture = Files.readAllBytes(Path.of("captures/hdx-audio.pcap"));
        Files.write(cut, java.util.Arrays.copyOf(capture, capture.length * 2 / 3));
        Path foreign = Files.writeString(folder.resolve("foreign.txt"), "no capture");
        assertEquals(onOneMachine(List.of(cut, foreign)), onSpark(folder, 4));
    }

    @Test
    void onlyWhatIsAskedForIsRead() {
        Path capture = Path.of("captures/framehawk-xenapp.pcapng").toAbsolutePath();
        Dataset<Row> flows = read(capture, 2);
        assertEquals(64, flows.count());
        Dataset<Row> some = flows.filter(functions
                        .col("label")
                        .equalTo("framehawk")
                        .and(functions.col("server_port").lt(3230)))
                .select("label", "server_port");
        assertEquals(List.of("label", "server_port"), List.of(some.columns()));
        List<Row> rows = some.collectAsList();
        assertTrue(!rows.isEmpty());
        rows.forEach(row -> assertTrue(row.getLong(1) < 3230, row.toString()));
        assertTrue(some.queryExecution().toString().contains("EqualTo(label,framehawk)"), "filters are pushed down");
    }

    @Test
    void packetsAreFoundAtTheirOffsets() throws IOException {
        Path capture = Path.of("captures/hdx-audio.pcap").toAbsolutePath();
        byte[] bytes = Files.readAllBytes(capture);
        ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        List<Row> rows = spark.read()
                .format("periplus")
                .option("table", "packets")
                .option("splits", 5)
                .load(capture.toString())
                .select("packet", "offset", "captured")
                .collectAsList();
        int at = 24;
        for (int i = 0; i < rows.size(); i++) {
            assertEquals(i + 1, rows.get(i).getLong(0));
            assertEquals(at + 16, rows.get(i).getLong(1));
            assertEquals(file.getInt(at + 8), rows.get(i).getInt(2));
            at += 16 + rows.get(i).getInt(2);
        }
        assertEquals(bytes.length, at);
    }

    @Test
    void theJobWritesParquetByDay() throws IOException {
        SparkJob.write(
                spark,
                Path.of("captures/hdx-audio.pcap").toAbsolutePath().toString(),
                folder.toString(),
                "flows",
                false);
        Dataset<Row> written = spark.read().parquet(folder.resolve("flows").toString());
        assertEquals(
                read(Path.of("captures/hdx-audio.pcap").toAbsolutePath(), 1).count(), written.count());
        assertTrue(List.of(written.columns()).contains("day"));
    }

    private static void nest(Path to, Random random) throws IOException {
        ByteBuffer out = ByteBuffer.allocate(1 << 22).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(0xa1b2c3d4)
                .putShort((short) 2)
                .putShort((short) 4)
                .putLong(0)
                .putInt(1 << 18)
                .putInt(1);
        int second = 1_600_000_000;
        int port = 40_000;
        for (Path inner : OnSpark.captures()) {
            byte[] payload = Files.readAllBytes(inner);
            port++;
            int sequence = 1;
            for (int from = 0; from < payload.length && out.remaining() > 40_000; ) {
                int length = Math.min(payload.length - from, 100 + random.nextInt(30_000));
                int frame = 14 + 20 + 20 + length;
                out.putInt(second++)
                        .putInt(random.nextInt(1_000_000))
                        .putInt(frame)
                        .putInt(frame);
                out.order(ByteOrder.BIG_ENDIAN);
                out.putLong(0x0102030405060708L).putInt(0x0708090a).putShort((short) 0x0800);
                out.putShort((short) 0x4500)
                        .putShort((short) (40 + length))
                        .putInt(0x0001_0000)
                        .putInt(0x4006_0000);
                out.putInt(0x0a000109).putInt(0x0a000005);
                out.putShort((short) 8080)
                        .putShort((short) port)
                        .putInt(sequence)
                        .putInt(1);
                out.putInt(0x5018ffff).putInt(0);
                out.put(payload, from, length);
                out.order(ByteOrder.LITTLE_ENDIAN);
                from += length;
                sequence += length;
            }
        }
        Files.write(to, java.util.Arrays.copyOf(out.array(), out.position()));
    }
}
