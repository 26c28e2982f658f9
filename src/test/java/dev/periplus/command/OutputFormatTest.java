package dev.periplus.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.address.Transport;
import dev.periplus.answer.Counter;
import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.FlowSink;
import dev.periplus.report.HostileTextTest;
import dev.periplus.report.Json;
import dev.periplus.report.Records;
import dev.periplus.report.sqlite.Sql;
import dev.periplus.report.text.TextOptions;
import dev.periplus.text.Printable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Rules for every format, including future ones. */
class OutputFormatTest {
    private static final TextOptions OPTIONS = TextOptions.of(100).with(true, true);

    /** Formats for people. */
    private static final Set<OutputFormat> PEOPLE = Set.of(
            OutputFormat.TABLE,
            OutputFormat.LINES,
            OutputFormat.FINDINGS,
            OutputFormat.SERVICES,
            OutputFormat.PORTS,
            OutputFormat.HOSTS,
            OutputFormat.TIMELINE,
            OutputFormat.UNKNOWN);

    /** Formats that write reports of open flows. */
    private static final Set<OutputFormat> READ_ALONG = Set.of(
            OutputFormat.LINES,
            OutputFormat.JSON,
            OutputFormat.CSV,
            OutputFormat.EVE,
            OutputFormat.ECS,
            OutputFormat.OCSF);

    private static final String OUTSIDE_QUOTES = ",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)";

    @TempDir
    Path folder;

    /** Returns everything the format writes; for a database one line per row. */
    private String written(OutputFormat format, Consumer<FlowSink> flows) throws IOException {
        Path path = folder.resolve("out");
        FlowSink sink = format.at(path, OPTIONS, false);
        flows.accept(sink);
        sink.finish(Records.run(Counter.FLOWS.count(1)));
        if (format == OutputFormat.SQLITE) {
            return rows(path);
        }
        StringBuilder all = new StringBuilder();
        for (Path file : format.files(path)) {
            all.append(UTF_8.newDecoder().decode(ByteBuffer.wrap(Files.readAllBytes(file))));
        }
        return all.toString().replaceAll("(?m)^#(open|close)\t.*$", "#$1");
    }

    /** Formats that are written here; those that go elsewhere have tests of their own. */
    static Stream<OutputFormat> local() {
        return Stream.of(OutputFormat.values()).filter(format -> !format.goesElsewhere());
    }

    private static String rows(Path database) {
        StringBuilder all = new StringBuilder();
        for (String table : Sql.tables(database)) {
            for (Map<String, Object> row : Sql.rows(database, "SELECT * FROM " + table)) {
                row.values().removeIf(byte[].class::isInstance);
                all.append(row.values()).append('\n');
            }
        }
        return all.toString();
    }

    /** Zeek has no place for them, other tools are told ports, views show services, and the rows of the page are compressed. */
    @ParameterizedTest
    @EnumSource(
            value = OutputFormat.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {
                "HTML",
                "ZEEK",
                "ZEEK_JSON",
                "WIRESHARK_PROFILE",
                "WIRESHARK_LUA",
                "ZEEK_PORTS",
                "SURICATA_PORTS",
                "PARQUET",
                "KAFKA",
                "OPENSEARCH",
                "ADDED",
                "FINDINGS",
                "SERVICES",
                "PORTS",
                "TIMELINE",
                "UNKNOWN"
            })
    void framesWithoutIpHaveStationsInEveryFormat(OutputFormat format) throws IOException {
        String all = written(
                format,
                sink -> sink.flow(
                        Records.frames(Transport.ofEtherType(0x88cc), "02:53:00:00:00:10", "01:80:c2:00:00:0e")
                                .label("lldp", 0.99)
                                .made()));
        assertTrue(all.toLowerCase(java.util.Locale.ROOT).replace('-', ':').contains("02:53:00:00:00:10"), all);
        assertFalse(all.contains("6d61:6300"), all);
    }

    @ParameterizedTest
    @EnumSource(
            value = OutputFormat.class,
            names = {"ZEEK", "ZEEK_JSON"})
    void zeekHasNoRecordsOfFramesWithoutIp(OutputFormat format) throws IOException {
        String none = written(format, sink -> {});
        assertEquals(
                none,
                written(
                        format,
                        sink -> sink.flow(
                                Records.frames(Transport.ofEtherType(0x88cc), "02:53:00:00:00:10", "01:80:c2:00:00:0e")
                                        .made())));
    }

    private String saying(OutputFormat format, String text) throws IOException {
        return written(format, sink -> {
            sink.flow(HostileTextTest.saying(text));
            sink.finding(HostileTextTest.finding(text));
        });
    }

    @ParameterizedTest
    @MethodSource("local")
    void aFlowThatGoesOnIsWrittenOnlyWhereItIsAskedFor(OutputFormat format) throws IOException {
        FlowRecord record = Records.full();
        String none = written(format, sink -> {});
        String reported = written(format, sink -> sink.goesOn(record));
        assertEquals(READ_ALONG.contains(format), !reported.equals(none), reported);
        String counted = written(format, sink -> sink.flow(record));
        assertFalse(counted.equals(none), counted);
    }

    @ParameterizedTest
    @MethodSource("local")
    void itIsBegunOnAStreamOrAtAPathAlone(OutputFormat format) throws UsageException {
        if (format.isStream()) {
            format.check(null);
            assertEquals(List.of(folder), format.files(folder));
        } else {
            assertThrows(UsageException.class, () -> format.check(null));
            assertThrows(IllegalStateException.class, () -> format.on(System.out, OPTIONS));
        }
    }

    @Test
    void commandsNameWhatTheyCanWrite() {
        assertEquals("json and findings", OutputFormat.names(OutputFormat.ofDifferences()));
        String flows = OutputFormat.names(OutputFormat.ofFlows());
        assertTrue(flows.startsWith("table, lines, json, csv, ") && flows.endsWith("timeline and unknown"), flows);
    }

    static Stream<Arguments> hostile() {
        return local().flatMap(format ->
                HostileTextTest.TEXTS.stream().map(text -> Arguments.of(format, Printable.of(text), text)));
    }

    /** Text from traffic reaches no output in a form that affects its readers. */
    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("hostile")
    void whatTrafficSaysIsHarmless(OutputFormat format, String shown, String text) throws IOException {
        String output = saying(format, text);
        String harmless = saying(format, "text");
        assertTrue(
                output.codePoints().noneMatch(c -> HostileTextTest.isActive(c, format.id())),
                () -> Printable.of(output));
        List<String> lines = output.lines().toList();
        if (!PEOPLE.contains(format)) {
            assertEquals(harmless.lines().count(), lines.size(), output);
        }
        switch (format) {
            case JSON, EVE, ECS, TIMESKETCH, ZEEK_JSON -> lines.forEach(Json::object);
            case HTML -> assertEquals(tags(harmless), tags(output));
            case CSV -> lines.forEach(OutputFormatTest::cellsAreNoFormulas);
            case ZEEK -> lines.stream().filter(line -> !line.startsWith("#")).forEach(OutputFormatTest::isRecord);
            default -> assertFalse(output.contains("\n{\"run\""), output);
        }
    }

    private static List<String> tags(String page) {
        return Pattern.compile("<[^>]*>")
                .matcher(page)
                .results()
                .map(MatchResult::group)
                .toList();
    }

    private static void cellsAreNoFormulas(String line) {
        for (String cell : line.split(OUTSIDE_QUOTES)) {
            String content = cell.startsWith("\"") ? cell.substring(1) : cell;
            assertTrue(content.isEmpty() || "=+-@".indexOf(content.charAt(0)) < 0, line);
        }
    }

    private static void isRecord(String line) {
        long fields = line.split("\t", -1).length;
        assertTrue(fields == 26 || fields == 25, () -> fields + ": " + line);
    }
}
