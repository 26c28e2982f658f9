package dev.periplus.outputs.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.answer.Counter;
import dev.periplus.answer.Counters;
import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.FlowSink;
import dev.periplus.bench.KafkaBroker;
import dev.periplus.cli.Run;
import dev.periplus.report.Destination;
import dev.periplus.report.HostileTextTest;
import dev.periplus.report.Json;
import dev.periplus.report.Records;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records reach a real broker, each once, or are counted. */
class KafkaTest {
    @TempDir
    static Path folder;

    private static KafkaBroker broker;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        broker = new KafkaBroker(folder);
    }

    @AfterAll
    static void stop() throws InterruptedException {
        broker.kill();
    }

    private static Destination destination(String topic, boolean live, Path settings) {
        return new Destination(
                "kafka",
                broker.address() + "/" + topic,
                live,
                null,
                settings,
                new Destination.Origin("gate-7", "1.2", "ab12"),
                KafkaTest.class.getClassLoader(),
                sentence -> {});
    }

    /** Everything in the topic now. */
    private static List<ConsumerRecord<byte[], byte[]>> read(String topic) {
        List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
        Map<String, Object> properties = Map.of("bootstrap.servers", broker.address(), "max.poll.records", 10_000);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(one -> new TopicPartition(topic, one.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            Predicate<TopicPartition> unread = one -> consumer.position(one) < ends.get(one);
            while (partitions.stream().anyMatch(unread)) {
                consumer.poll(Duration.ofMillis(200)).forEach(all::add);
            }
        }
        return all;
    }

    private static long sum(Counters counters) {
        return counters.get(Counter.RECORDS_SENT)
                + counters.get(Counter.RECORDS_REFUSED)
                + counters.get(Counter.RECORDS_DROPPED)
                + counters.get(Counter.RECORDS_QUEUED);
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), UTF_8);
    }

    /** But for what only findings need. */
    @Test
    void aReplayIsInTheTopicAsInNdjson() {
        Run run = Run.of(
                "replay",
                "captures/ssh-on-3251.pcap",
                "captures/framehawk-xenapp.pcapng",
                "--sensor",
                "gate-7",
                "-o",
                "kafka=" + broker.address() + "/replayed",
                "-o",
                "json");
        Set<String> expected = new HashSet<>(run.out().lines().toList());
        expected.removeIf(line -> line.startsWith("{\"run\""));
        List<ConsumerRecord<byte[], byte[]>> read = read("replayed");
        Set<String> found = new HashSet<>();
        for (ConsumerRecord<byte[], byte[]> record : read) {
            String value = new String(record.value(), UTF_8);
            found.add(value.replaceAll(",\"rhythm\":\\{[^}]*}|,\"shared\":true", ""));
            assertEquals(Json.object(value).get("community_id"), new String(record.key(), UTF_8));
            assertEquals("gate-7", header(record, "sensor"));
            assertTrue(header(record, "rules").matches("[0-9a-f]{64}"), header(record, "rules"));
            assertTrue(header(record, "version").length() > 2);
        }
        assertEquals(expected, found);
        assertEquals(expected.size(), read.size());
        assertEquals((long) expected.size(), ((Number) run.counters().get("records-sent.kafka")).longValue());
        assertEquals(0L, ((Number) run.counters().get("records-dropped.kafka")).longValue());
    }

    @Test
    void hostileTextIsDataAndFramesHaveAKeyToo() throws IOException {
        FlowSink sink = new KafkaFormat().open(destination("hostile", false, null));
        List<FlowRecord> records = new ArrayList<>(
                HostileTextTest.TEXTS.stream().map(HostileTextTest::saying).toList());
        records.add(Records.frames(0x188cc, "02:53:00:00:00:10", "01:80:c2:00:00:0e")
                .made());
        records.forEach(sink::flow);
        sink.settle();
        List<ConsumerRecord<byte[], byte[]>> read = read("hostile");
        assertEquals(records.size(), read.size());
        for (ConsumerRecord<byte[], byte[]> record : read) {
            Json.object(new String(record.value(), UTF_8));
            assertTrue(record.key().length > 10);
            for (byte octet : record.value()) {
                assertTrue(octet >= ' ' && octet < 0x7f, "not printable: " + octet);
            }
        }
        assertEquals(records.size(), sink.counters().get(Counter.RECORDS_SENT));
    }

    @Test
    void aBrokerThatIsKilledAndStartedAgainLosesNothingThatFitsTheBuffer() throws Exception {
        FlowSink sink = new KafkaFormat().open(destination("killed", false, null));
        FlowRecord record = Records.full();
        int count = 60_000;
        for (int i = 0; i < count; i++) {
            if (i == count / 3) {
                broker.kill();
            } else if (i == count / 2) {
                broker.start();
            }
            sink.flow(record);
        }
        sink.settle();
        assertEquals(count, sink.counters().get(Counter.RECORDS_SENT));
        assertEquals(count, sum(sink.counters()));
        assertEquals(count, read("killed").size());
    }

    @Test
    void whatDoesNotFitTheBufferIsCountedAndNothingWaits() throws Exception {
        Path small = folder.resolve("small.properties");
        Files.writeString(small, "buffer.memory=400000\nbatch.size=16384\ncompression.type=none\n");
        FlowSink sink = new KafkaFormat().open(destination("away", true, small));
        FlowRecord record = Records.full();
        sink.flow(record);
        sink.settle();
        assertEquals(1, sink.counters().get(Counter.RECORDS_SENT));
        FlowSink second = new KafkaFormat().open(destination("away", true, small));
        broker.kill();
        long begun = System.nanoTime();
        int count = 50_000;
        for (int i = 0; i < count; i++) {
            second.flow(record);
        }
        long waited = System.nanoTime() - begun;
        assertTrue(waited < 2_000_000_000L, "capture waited " + waited + " ns");
        assertTrue(
                second.counters().get(Counter.RECORDS_DROPPED) > count / 2,
                second.counters().toString());
        broker.start();
        second.settle();
        Counters counters = second.counters();
        assertEquals(count, sum(counters));
        assertEquals(0, counters.get(Counter.RECORDS_QUEUED));
        assertEquals(0, counters.get(Counter.RECORDS_REFUSED));
        assertEquals(1 + counters.get(Counter.RECORDS_SENT), read("away").size());
    }

    /** The broker has a certificate of its own, and asks for a password. */
    @Test
    void settingsOpenABrokerWithTlsAndPasswords() throws Exception {
        Path place = Files.createDirectories(folder.resolve("secured"));
        KafkaBroker secured = KafkaBroker.secured(place);
        try {
            String settings = place.resolve("client.properties").toString();
            String target = "kafka=" + secured.address() + "/flows";
            Run run = Run.of(
                    "replay", "captures/ssh-on-3251.pcap", "-o", "json", "-o", target, "--kafka-settings", settings);
            assertEquals("DONE", String.valueOf(run.status()), run.err());
            assertEquals(1L, ((Number) run.counters().get("records-sent.kafka")).longValue());
            Path wrong = place.resolve("wrong.properties");
            Files.writeString(
                    wrong,
                    Files.readString(Path.of(settings)).replaceAll("password=\\\\?\"[^\"]*\"", "password=\"wrong\"")
                            + "delivery.timeout.ms=2000\nrequest.timeout.ms=1000\nlinger.ms=0\n");
            Run refused = Run.of(
                    "replay",
                    "captures/ssh-on-3251.pcap",
                    "-o",
                    "json",
                    "-o",
                    target,
                    "--kafka-settings",
                    wrong.toString());
            assertEquals("PARTIAL", String.valueOf(refused.status()), refused.err());
            assertEquals(0L, ((Number) refused.counters().get("records-sent.kafka")).longValue());
        } finally {
            secured.kill();
        }
    }

    @Test
    void wrongDestinationsAndSettingsAreSaid() throws IOException {
        Path wrong = folder.resolve("wrong.properties");
        Files.writeString(wrong, "security.protocol=NONSENSE\n");
        assertThrows(IOException.class, () -> new KafkaFormat().open(destination("x", false, wrong)));
        Run run = Run.of("replay", "captures/ssh-on-3251.pcap", "-o", "kafka=localhost/flows");
        assertTrue(run.err().contains("-o kafka takes BROKERS/TOPIC"), run.err());
    }
}
