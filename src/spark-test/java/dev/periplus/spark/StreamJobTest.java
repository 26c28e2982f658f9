package dev.periplus.spark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.bench.KafkaBroker;
import dev.periplus.report.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records of several sensors become flows, each once, whatever happens to the job; the broker is a real one. */
class StreamJobTest {
    private static final Path SSH = Path.of("captures/ssh-on-3251.pcap");
    private static final Path LATER = Path.of("captures/change-after.pcap");
    private static final Path HDX = Path.of("captures/hdx-audio.pcap");

    @TempDir
    private static Path shared;

    private static KafkaBroker broker;

    @TempDir
    Path folder;

    private Topic topic;
    private Path out;

    @BeforeAll
    static void once() throws IOException, InterruptedException {
        broker = KafkaBroker.secured(shared);
    }

    @AfterAll
    static void stop() throws InterruptedException {
        broker.kill();
    }

    @BeforeEach
    void begin(TestInfo test) throws IOException {
        topic = new Topic(
                broker,
                shared.resolve("client.properties"),
                test.getTestMethod().orElseThrow().getName() + Math.abs(folder.hashCode()));
        out = folder.resolve("out");
    }

    @AfterEach
    void end() {
        topic.close();
    }

    private void run(int wait) throws Exception {
        run(wait, "");
    }

    private void run(int wait, String failsAt, String... more) throws Exception {
        new StreamJob(OnSpark.session(), topic.options(wait, more), out.toString(), step -> {
                    if (step.equals(failsAt)) {
                        throw new IllegalStateException("killed at " + step);
                    }
                })
                .run();
    }

    private Dataset<Row> table(String name) {
        return OnSpark.session().read().parquet(out.resolve(name).toString());
    }

    private List<Row> flows() {
        return table("flows").orderBy("start", "uid").collectAsList();
    }

    private long sum(String count) {
        return table("batches").selectExpr("sum(" + count + ")").head().getLong(0);
    }

    @Test
    void halvesOfAFlowAreOne() throws Exception {
        String whole = Topic.records(SSH).get(0);
        Map<?, ?> client = (Map<?, ?>) Json.object(whole).get("client");
        Map<?, ?> server = (Map<?, ?>) Json.object(whole).get("server");
        Path one = Topic.sentBy(SSH, client.get("ip").toString(), folder.resolve("client.pcap"));
        Path other = Topic.sentBy(SSH, server.get("ip").toString(), folder.resolve("server.pcap"));
        topic.send("here", Topic.records(one));
        topic.send("there", Topic.records(other));
        run(0);
        Row flow = flows().get(0);
        assertEquals(1, flows().size());
        assertEquals(List.of("here", "there"), flow.getList(flow.fieldIndex("sensors")));
        assertEquals("ssh", flow.getAs("label"));
        for (String counter : List.of("packets", "bytes", "payload_bytes")) {
            assertEquals(client.get(counter), String.valueOf(flow.<Long>getAs("client_" + counter)));
            assertEquals(server.get(counter), String.valueOf(flow.<Long>getAs("server_" + counter)));
        }
        assertEquals(client.get("ip"), flow.getAs("client_ip"));
        assertEquals(List.of(), flow.getList(flow.fieldIndex("incomplete")));
        List<Row> told = flow.getList(flow.fieldIndex("sightings"));
        assertEquals(
                Stream.concat(Topic.records(one).stream(), Topic.records(other).stream())
                        .sorted()
                        .toList(),
                told.stream().map(row -> row.<String>getAs("record")).sorted().toList());
        List<Row> evidence = flow.getList(flow.fieldIndex("evidence"));
        assertEquals(
                List.of("here", "there"),
                evidence.stream()
                        .map(row -> row.<String>getAs("sensor"))
                        .distinct()
                        .sorted()
                        .toList());
        assertEquals(1, sum("joined"));
    }

    @Test
    void aFlowThatTwoSensorsSawIsOneAndWhatOneSawStays() throws Exception {
        List<String> records = Topic.records(HDX);
        topic.send("a", records);
        topic.send("b", records.subList(0, records.size() / 2));
        topic.send("a", records.subList(0, 1));
        run(0);
        assertEquals(records.size(), flows().size());
        assertEquals(records.size(), table("flows").select("uid").distinct().count());
        assertEquals(
                records.size() / 2, table("flows").filter("size(sensors) = 2").count());
        assertEquals(1, sum("repeated"));
        assertEquals(
                records.stream().sorted().toList(),
                flows().stream()
                        .map(row -> row.<String>getAs("record"))
                        .sorted()
                        .toList());
    }

    /** The second sensor's records come later, after the job was stopped; those of a third come too late. */
    @Test
    void whatWaitsIsKeptAndWhatIsLateIsWrittenAndCounted() throws Exception {
        List<String> records = Topic.records(HDX);
        topic.send("a", records);
        run(100_000);
        assertEquals(0, sum("flows"));
        assertEquals(records.size(), sum("waiting"));
        topic.send("b", records);
        run(0);
        assertEquals(records.size(), table("flows").count());
        assertEquals(records.size(), table("flows").filter("size(sensors) = 2").count());
        topic.send("c", records);
        run(0);
        assertEquals(2L * records.size(), table("flows").count());
        assertEquals(records.size(), table("flows").filter("late").count());
        assertEquals(records.size(), sum("late"));
        assertEquals(3L * records.size(), sum("records"));
    }

    @Test
    void hostileMessagesAreRefusedWithAReasonAndHarmNothing() throws Exception {
        String good = Topic.records(SSH).get(0);
        byte[] large = new byte[900_000];
        java.util.Arrays.fill(large, (byte) '[');
        List<byte[]> bad = new ArrayList<>(List.of(
                "no json".getBytes(UTF_8),
                new byte[0],
                new byte[] {(byte) 0xff, (byte) 0xfe, 0},
                large,
                ("{\"a\":[" + "0,".repeat(100_000) + "0]}").getBytes(UTF_8),
                ("{\"a\":" + "[".repeat(1000) + "]".repeat(1000) + "}").getBytes(UTF_8),
                "[]".getBytes(UTF_8),
                "{}".getBytes(UTF_8),
                (good + good).getBytes(UTF_8)));
        for (String wrong : List.of(
                good.replaceAll("\"packets\":\\d+", "\"packets\":\"many\""),
                good.replaceAll("\"packets\":\\d+", "\"packets\":99999999999999999999"),
                good.replaceAll("\"packets\":\\d+", "\"packets\":-1"),
                good.replaceAll("\"start\":\"[^\"]*\"", "\"start\":\"+999999999-12-31T23:59:59Z\""),
                good.replaceAll("\"start\":\"[^\"]*\"", "\"start\":17"),
                good.replaceAll("\"community_id\":\"[^\"]*\"", "\"community_id\":\"1:AAAAAAAAAAAAAAAAAAAAAAAAAAA=\""),
                good.replaceAll("\"transport\":\"tcp\"", "\"transport\":\"../tcp\""),
                good.replaceAll("\"server\":\\{", "\"server\":[],\"other\":{"),
                good.replaceAll("\"evidence\":\\[", "\"evidence\":[null,"),
                good.replaceAll("\"evidence\":\\[", "\"evidence\":[{\"bytes\":\"xyz\"},"),
                good.replaceAll("\"label\":", "\"label\":{},\"label\":"),
                good.replaceAll("\"metadata\":\\{", "\"metadata\":{\"icmp\":{\"altered\":\"many\"},"),
                good.replaceAll("\"metadata\":\\{", "\"metadata\":{\"payload\":{\"client\":\"abc\"},"),
                good.replaceAll("\"metadata\":\\{", "\"metadata\":{\"tls\":{\"sni\":null},"),
                good.replaceAll("\"metadata\":\\{", "\"metadata\":{\"scan\":[],"),
                good.replaceAll("\"ended\":", "\"rhythm\":{\"beats\":\"\"},\"ended\":"))) {
            assertTrue(!wrong.equals(good), wrong);
            bad.add(wrong.getBytes(UTF_8));
        }
        topic.send("a", bad.toArray(byte[][]::new));
        topic.send("a", (byte[]) null);
        topic.send("", List.of(good));
        topic.send("a", List.of(good));
        run(0);
        List<Row> refused = table("refused").collectAsList();
        assertEquals(bad.size() + 2, refused.size());
        for (Row row : refused) {
            assertTrue(row.<String>getAs("reason").length() > 5, row.toString());
        }
        assertEquals(1, table("flows").count());
        assertEquals(bad.size() + 2L, sum("refused"));
        assertEquals(
                bad.size() + 3L,
                table("batches")
                        .selectExpr("explode(ranges) AS r")
                        .selectExpr("sum(r.records)")
                        .head()
                        .getLong(0));
    }

    /** The rows of all tables but for the times at which they were made. */
    private Map<String, List<String>> tables() {
        Map<String, List<String>> rows = new TreeMap<>();
        for (String name : List.of("flows", "findings", "hosts", "refused", "batches")) {
            if (!Files.exists(out.resolve(name))) {
                continue;
            }
            Dataset<Row> table = table(name).drop("day", "time", "taken");
            Dataset<Row> kept = name.equals("flows") ? table : table.drop("topic", "ranges");
            rows.put(name, kept.toJSON().collectAsList().stream().sorted().toList());
        }
        return rows;
    }

    @ParameterizedTest
    @ValueSource(strings = {"findings", "commit", "publish"})
    void aJobThatWasKilledLosesAndDoublesNothing(String step) throws Exception {
        List<String> records = Topic.records(HDX);
        topic.send("a", records);
        run(100_000);
        topic.send("b", records);
        topic.send("b", "no record".getBytes(UTF_8));
        assertThrows(StreamingQueryException.class, () -> run(0, step));
        run(0);
        assertEquals(records.size(), table("flows").count());
        assertEquals(records.size(), table("flows").filter("size(sensors) = 2").count());
        Map<String, List<String>> before = tables();
        run(0);
        assertEquals(before, tables());
        assertEquals(2L * records.size(), sum("records"));
        assertEquals(1, table("refused").count());
        try (Stream<Path> left = Files.list(out.resolve("_periplus/waiting"))) {
            assertEquals(List.of(), left.toList());
        }
    }

    private static List<String> sorted(Dataset<Row> rows, String... columns) {
        return rows.selectExpr("concat_ws(' | ', " + String.join(", ", columns) + ")").collectAsList().stream()
                .map(row -> row.getString(0))
                .sorted()
                .toList();
    }

    /** But for the names of hosts that only packets tell, and the order of clients of one time. */
    @Test
    void findingsAreThoseOfAReviewOfTheSameFlows() throws Exception {
        Path captures = OnSpark.copied(folder.resolve("case"), OnSpark.captures());
        Map<String, String> options = Map.of("path", captures.toString(), "case", "true");
        new ReviewJob(
                        OnSpark.session(),
                        Options.of(new CaseInsensitiveStringMap(options)),
                        folder.resolve("reviewed").toString())
                .run();
        Function<String, Dataset<Row>> reviewed = name -> OnSpark.session()
                .read()
                .parquet(folder.resolve("reviewed").resolve(name).toString());
        topic.send("a", OnSpark.texts(reviewed.apply("flows"), "record"));
        run(0);
        String[] columns = {
            "id",
            "severity",
            "title",
            "where",
            "label",
            "flows",
            "clients",
            "bytes",
            "uploaded",
            "first",
            "last",
            "means",
            "array_sort(client_ips)",
            "filter(facts, fact -> NOT fact LIKE '% is %' AND NOT fact LIKE 'user of%')"
        };
        List<String> expected = sorted(reviewed.apply("findings"), columns);
        assertTrue(expected.size() > 10, "findings " + expected.size());
        assertEquals(String.join("\n", expected), String.join("\n", sorted(table("findings"), columns)));
        assertEquals(expected.size(), sum("findings"));
        List<String> uids = sorted(table("flows"), "uid");
        List<String> examples = sorted(table("findings").selectExpr("explode(uids) AS uid"), "uid");
        assertTrue(uids.containsAll(examples), examples.toString());
        List<String> hosts = sorted(table("hosts"), "host", "kind", "value");
        List<String> known = sorted(reviewed.apply("hosts"), "host", "kind", "value");
        assertTrue(known.containsAll(hosts), hosts.toString());
        assertTrue(hosts.size() > 20, hosts.toString());
        assertTrue(uids.containsAll(sorted(table("hosts"), "uid")));
    }

    /** The second batch is of the same day as the first; the third is of a later one, and ends the case. */
    @Test
    void aCaseHasTheFlowsOfAllItsBatches() throws Exception {
        topic.send("a", Topic.records(SSH));
        run(0, "", "case=86400");
        assertEquals(1, sum("findings"));
        topic.send("a", Topic.records(Path.of("captures/scan-3224-3324.pcap")));
        run(0, "", "case=86400");
        assertEquals(1, table("findings").count());
        topic.send("a", Topic.records(LATER));
        assertThrows(StreamingQueryException.class, () -> run(0, "commit", "case=86400"));
        run(0, "", "case=86400");
        run(0, "", "case=86400");
        assertEquals(List.of("1", "2", "2"), sorted(table("batches"), "case"));
        assertEquals(
                List.of("1 remote-access-elsewhere", "3 remote-access-elsewhere", "3 scan"),
                table("findings").selectExpr("concat(run, ' ', id)").collectAsList().stream()
                        .map(row -> row.getString(0))
                        .filter(text -> text.matches(".* (scan|remote-access-elsewhere)"))
                        .sorted()
                        .toList());
    }

    /** Two clients of one server: one sensor saw the beginning of the first flow, another the middle of the second. */
    @ParameterizedTest
    @ValueSource(strings = {"one", "several"})
    void whatASensorProvedOfAPortIsToldOfFlowsOfOthers(String network) throws Exception {
        String whole = Topic.records(SSH).get(0);
        Map<?, ?> client = (Map<?, ?>) Json.object(whole).get("client");
        List<String> middle = Topic.records(
                Topic.middle(SSH, 30, client.get("ip").toString(), 50_000, folder.resolve("middle.pcap")));
        topic.send("near", whole.getBytes(UTF_8));
        topic.send("far", middle);
        run(0, "", "network=" + network);
        assertEquals(2, table("flows").count());
        if (network.equals("several")) {
            assertTrue(!Files.exists(out.resolve("correlated"))
                    || table("correlated").count() == 0);
            return;
        }
        Row row = table("correlated").head();
        assertEquals(1, table("correlated").count());
        assertEquals(Json.object(middle.get(0)).get("uid"), row.getAs("uid"));
        assertEquals(List.of("far"), row.getList(row.fieldIndex("sensors")));
        assertEquals("ssh", row.getAs("label"));
        assertEquals("near", row.getAs("by_sensor"));
        assertEquals(Json.object(whole).get("uid"), row.getAs("by_uid"));
        assertEquals(3251L, row.<Long>getAs("server_port"));
    }

    @Test
    void tablesOfAnotherStreamAreLeftAlone() throws Exception {
        topic.send("a", Topic.records(SSH));
        run(0);
        try (Stream<Path> all = Files.walk(out.resolve("_periplus/checkpoint"))) {
            for (Path file : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
        StreamingQueryException failed = assertThrows(StreamingQueryException.class, () -> run(0));
        assertTrue(failed.getMessage().contains("of another stream than its checkpoint"), failed.getMessage());
        assertEquals(1, table("flows").count());
    }
}
