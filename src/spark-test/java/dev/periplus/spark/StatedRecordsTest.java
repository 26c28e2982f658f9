package dev.periplus.spark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.address.Address;
import dev.periplus.address.Endpoint;
import dev.periplus.address.Transport;
import dev.periplus.answer.FlowRecord;
import dev.periplus.decode.Packet;
import dev.periplus.flow.Flow;
import dev.periplus.flow.FlowEnd;
import dev.periplus.flow.Rhythm;
import dev.periplus.flow.StatedFlow;
import dev.periplus.registry.KnownUser;
import dev.periplus.report.FlowIds;
import dev.periplus.report.Records;
import dev.periplus.report.json.JsonFlow;
import dev.periplus.report.json.JsonText;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import scala.collection.immutable.ArraySeq;

/** A record that is read back says what was written, as far as findings need it. */
class StatedRecordsTest {
    private static final Map<String, KnownUser> USERS = Map.of("framehawk", Records.FRAMEHAWK);

    private static final Object HEADERS =
            ArraySeq.unsafeWrapArray(new Row[] {RowFactory.create("sensor", "a".getBytes(UTF_8))});

    private static final Pattern VALUE =
            Pattern.compile("[:\\[,](\"[^\"]*\"|-?\\d+(?:\\.\\d+)?|null|true|\\{}|\\[])(?=[,}\\]])");

    private static final List<String> STRANGE = List.of(
            "null",
            "true",
            "{}",
            "[]",
            "[null]",
            "\"\"",
            "\".\"",
            "\"-1\"",
            "\"ssh\"",
            "\"*.example.org\"",
            "\"\\ud800\"",
            "\"2106-02-07T06:28:15.999999999Z\"",
            "0",
            "-1",
            "1e308",
            "9223372036854775807",
            "\"9223372036854775807\"",
            "[\"a.b\",\"c\"]");

    private static String json(FlowRecord record) {
        JsonText text = new JsonText();
        new JsonFlow(text).writeWhole(record);
        return text.toString().stripTrailing();
    }

    private static FlowRecord read(String json) throws BadRecordException {
        Arrival arrival = new Arrival("a", "1.2", "ab12", json.getBytes(UTF_8), true);
        return new SeenFlow(Sighting.of(arrival, new FlowIds())).record(new StatedRecords(USERS::get));
    }

    private static List<Object> facts(FlowRecord record) {
        Flow flow = record.flow();
        Stream<Long> counters = Stream.of(flow.clientSide(), flow.serverSide())
                .flatMap(side -> Stream.of(flow.packets(side), flow.bytes(side), flow.payload(side)));
        return List.of(
                new FlowIds().uidText(flow),
                record.capture(),
                record.number(),
                flow.start(),
                flow.end(),
                flow.direction(),
                flow.endReason(),
                flow.isShared(),
                flow.endpoint(flow.clientSide()),
                flow.server(),
                flow.address(flow.clientSide()),
                flow.transport(),
                counters.toList(),
                record.metadata(),
                String.valueOf(record.verdict().label()),
                String.valueOf(record.application()),
                record.verdict().basis(),
                String.valueOf(record.verdict().unknownBecause()),
                Math.round(record.verdict().confidence() * 10_000),
                record.protocols(),
                record.inside().stream().map(layer -> layer.verdict().label()).toList(),
                record.incomplete(),
                record.evidence(),
                String.valueOf(record.named()),
                record.registered() == null
                        ? ""
                        : record.registered().name() + record.registered().description(),
                record.standing(),
                record.scanTargets());
    }

    @Test
    void everythingThatFindingsNeedIsReadBack() throws BadRecordException {
        for (FlowRecord record : List.of(
                Records.full(),
                Records.tcp("10.1.4.23", "10.9.0.7", 3251)
                        .says("ssh", "as ssh")
                        .label("ssh", 0.99)
                        .made(),
                Records.udp("2001:db8::1", "2001:db8::2", 53).scan(31).made(),
                Records.frames(Transport.ofEtherType(0x88cc), "02:53:00:00:00:10", "01:80:c2:00:00:0e")
                        .made())) {
            FlowRecord read = read(json(record));
            assertEquals(facts(record), facts(read));
            assertEquals(
                    record.knownUsers().stream().filter(USERS::containsValue).toList(), read.knownUsers());
        }
    }

    @Test
    void theRhythmOfAFlowIsReadBack() throws BadRecordException {
        Flow flow = new StatedFlow(
                        "C0123456789abcdefg",
                        new Endpoint(Address.parse("10.1.4.23"), 40_000, Packet.UDP),
                        new Endpoint(Address.parse("203.0.113.7"), 4433, Packet.UDP),
                        4,
                        Flow.Direction.OBSERVED,
                        FlowEnd.IDLE,
                        1_600_000_000_123_456_789L,
                        1_600_000_900_000_000_000L,
                        new StatedFlow.Sent(100, 9000, 8000),
                        new StatedFlow.Sent(99, 8000, 7000),
                        true,
                        Rhythm.of(15, 60_012_000_000.4, 12_345_678.9))
                .flow();
        FlowRecord record = Records.of(flow).made();
        FlowRecord read = read(json(record));
        assertEquals(facts(record), facts(read));
        assertEquals(15, read.flow().rhythm().beats());
        assertEquals(60_012_000_000.4, read.flow().rhythm().mean(), 1);
        assertEquals(12_345_678.9, read.flow().rhythm().deviation(), 1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"icmp\":{\"altered\":\"many\"}}",
                "{\"icmp\":{\"varied\":\"99999999999999999999\"}}",
                "{\"payload\":{\"client\":\"abc\"}}",
                "{\"tls\":{\"sni\":null}}",
                "{\"tls\":{\"sni\":[[\"a\"]]}}",
                "{\"tls\":17}",
                "{\"scan\":[]}",
                "[]"
            })
    void metadataThatReadersOfFindingsWouldFailAtIsRefused(String metadata) {
        String json = json(Records.tcp("10.1.4.23", "10.9.0.7", 3251).made());
        String wrong = json.replace("\"metadata\":{}", "\"metadata\":" + metadata);
        assertEquals(json.length() - 2 + metadata.length(), wrong.length());
        assertThrows(BadRecordException.class, () -> read(wrong));
    }

    @Test
    void wordsOfOtherVersionsAreLeftOut() throws BadRecordException {
        String json = json(
                Records.tcp("10.1.4.23", "10.9.0.7", 3251).says("ssh", "as ssh").made());
        FlowRecord read = read(json.replace("\"kind\":\"detector\"", "\"kind\":\"oracle\"")
                .replace("\"unknown_because\":\"no-rule-matched\"", "\"unknown_because\":\"asleep\"")
                .replace("\"standing\":\"unregistered\"", "\"standing\":\"upside-down\""));
        assertEquals(List.of(), read.evidence());
        assertEquals("NO_RULE_MATCHED", String.valueOf(read.verdict().unknownBecause()));
    }

    /** Values of every kind take the place of others: what is accepted harms neither findings nor hosts. */
    @Test
    void recordsThatAreMadeUpAreRefusedOrHarmless() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        List<String> good = Topic.records(
                Path.of("captures/odd-ports.pcap"),
                Path.of("captures/protocol-changes.pcap"),
                Path.of("captures/scan-3224-3324.pcap"));
        List<Row> accepted = new ArrayList<>();
        int refused = 0;
        for (int i = 0; i < 3000; i++) {
            String json = good.get(random.nextInt(good.size()));
            for (int change = 0; change < 3; change++) {
                json = changed(json, random);
            }
            Row message = RowFactory.create("topic", 0, (long) i, HEADERS, json.getBytes(UTF_8));
            Arrivals arrivals = new Arrivals(List.of(message).iterator(), Instant.now());
            Arrivals.Taken taken = arrivals.next()._2();
            if (taken.arrival() == null) {
                refused++;
            } else {
                Row sighting = new GenericRowWithSchema(
                        new Object[] {"a", "1.2", "ab12", json},
                        new StructType()
                                .add("sensor", DataTypes.StringType)
                                .add("version", DataTypes.StringType)
                                .add("rules", DataTypes.StringType)
                                .add("record", DataTypes.StringType));
                accepted.add(RowFactory.create(ArraySeq.unsafeWrapArray(new Row[] {sighting})));
            }
        }
        assertTrue(refused > 100 && accepted.size() > 100, refused + " refused, " + accepted.size() + " accepted");
        Options options = new Options("", "findings", true, "", 0, 0, 0);
        int rows = 0;
        for (CaseRows all = new CaseRows(accepted.iterator(), options, LocalDate.EPOCH); all.hasNext(); all.next()) {
            rows++;
        }
        assertTrue(rows > 10, rows + " rows");
    }

    /** Puts another value in the place of one. */
    private static String changed(String json, Random random) {
        List<int[]> values = new ArrayList<>();
        for (Matcher value = VALUE.matcher(json); value.find(); ) {
            values.add(new int[] {value.start(1), value.end(1)});
        }
        int[] of = values.get(random.nextInt(values.size()));
        return json.substring(0, of[0]) + STRANGE.get(random.nextInt(STRANGE.size())) + json.substring(of[1]);
    }
}
