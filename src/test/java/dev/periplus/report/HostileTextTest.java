package dev.periplus.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.answer.Counter;
import dev.periplus.answer.Evidence;
import dev.periplus.answer.Finding;
import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.FlowSink;
import dev.periplus.answer.Severity;
import dev.periplus.answer.Standing;
import dev.periplus.answer.Verdict;
import dev.periplus.flow.Role;
import dev.periplus.report.html.HtmlReport;
import dev.periplus.report.json.JsonReport;
import dev.periplus.report.peer.EcsReport;
import dev.periplus.report.peer.EveReport;
import dev.periplus.report.peer.TimesketchReport;
import dev.periplus.report.peer.ZeekReport;
import dev.periplus.report.sqlite.Sql;
import dev.periplus.report.sqlite.SqliteReport;
import dev.periplus.report.text.CsvReport;
import dev.periplus.report.text.FindingsText;
import dev.periplus.report.text.LineReport;
import dev.periplus.report.text.TableReport;
import dev.periplus.report.text.ViewText;
import dev.periplus.sockets.Grade;
import dev.periplus.sockets.Owner;
import dev.periplus.sockets.OwningProcess;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What traffic says reaches no output in a way that its readers act on. */
public class HostileTextTest {
    public static final List<String> TEXTS = List.of(
            "<script>alert(1)</script>&amp;\"'",
            "\u001b[2J\u001b]0;title\u0007\u009b31m",
            "=HYPERLINK(\"http://example.org\",\"x\")",
            "@SUM(A1)\t-1",
            "line\r\n{\"run\":{}}\n#close\t\u2028\u2029\u0085",
            "\0nul\ud800lone\udc00",
            "\\x41\\\\,-,(empty)",
            "\u202egnp.exe\u200b");

    private static final Set<String> PEOPLE =
            Set.of("table", "lines", "findings", "services", "ports", "hosts", "timeline", "unknown");
    private static final String OUTSIDE_QUOTES = ",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)";

    @TempDir
    Path folder;

    private interface Format {
        /** Everything written for a record that says this wherever traffic can have a say. */
        String of(FlowRecord record, Path folder) throws IOException;
    }

    static Stream<Arguments> outputs() {
        Map<String, Format> formats = new LinkedHashMap<>();
        formats.put("json", stream(JsonReport::new));
        formats.put("eve", stream(EveReport::new));
        formats.put("ecs", stream(EcsReport::new));
        formats.put("timesketch", stream(TimesketchReport::new));
        formats.put("csv", stream(CsvReport::new));
        formats.put("table", stream(out -> new TableReport(out, 100, false, true, true)));
        formats.put("lines", stream(out -> new LineReport(out, 100, false, true)));
        formats.put("findings", stream(out -> new FindingsText(out, 100, false, true)));
        formats.put("services", stream(out -> ViewText.services(out, 100, false)));
        formats.put("ports", stream(out -> ViewText.ports(out, 100, false)));
        formats.put("hosts", stream(out -> ViewText.hosts(out, 100, false)));
        formats.put("timeline", stream(out -> ViewText.timeline(out, 100, false)));
        formats.put("unknown", stream(out -> ViewText.unknown(out, 100, false)));
        formats.put("html", HostileTextTest::page);
        formats.put("sqlite", HostileTextTest::database);
        formats.put("zeek", (record, folder) -> directory(record, folder, ZeekReport.Form.TSV));
        formats.put("zeek-json", (record, folder) -> directory(record, folder, ZeekReport.Form.JSON));
        return formats.entrySet().stream()
                .flatMap(format -> TEXTS.stream()
                        .map(text -> Arguments.of(format.getKey(), Printable.of(text), text, format.getValue())));
    }

    private static Format stream(Function<OutputStream, FlowSink> format) {
        return (record, folder) -> {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            write(format.apply(out), record);
            return strict(out.toByteArray());
        };
    }

    private static String directory(FlowRecord record, Path folder, ZeekReport.Form form) throws IOException {
        write(ZeekReport.in(folder, form), record);
        StringBuilder all = new StringBuilder();
        for (Path file : ZeekReport.files(folder)) {
            all.append(strict(Files.readAllBytes(file)));
        }
        return all.toString();
    }

    /** A line for each row of each table. */
    private static String database(FlowRecord record, Path folder) throws IOException {
        Path file = folder.resolve("case.db");
        write(SqliteReport.at(file), record);
        StringBuilder all = new StringBuilder();
        for (String table : Sql.tables(file)) {
            for (Map<String, Object> row : Sql.rows(file, "SELECT * FROM " + table)) {
                row.values().removeIf(byte[].class::isInstance);
                all.append(row.values()).append('\n');
            }
        }
        return all.toString();
    }

    private static String page(FlowRecord record, Path folder) throws IOException {
        Path file = folder.resolve("page.html");
        write(HtmlReport.in(file), record);
        return strict(Files.readAllBytes(file));
    }

    private static void write(FlowSink sink, FlowRecord record) {
        sink.flow(record);
        sink.finding(finding(record.capture()));
        sink.finish(Records.run(Counter.FLOWS.count(1)));
    }

    private static String strict(byte[] bytes) throws CharacterCodingException {
        return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    }

    /** A finding that says this of a flow that says it. */
    public static Finding finding(String text) {
        return new Finding(
                "rule", Severity.HIGH, text, text, text, 1, 1, 1, 0, 0, text, List.of(text), List.of(saying(text)));
    }

    public static FlowRecord saying(String text) {
        OwningProcess process = new OwningProcess(7, text, text, text, text, List.of());
        return Records.tcp("10.0.0.1", "10.0.0.2", 3251)
                .in(text)
                .verdict(new Verdict("ssh", "ssh", text, Verdict.Basis.PAYLOAD, 0.99, null, List.of()))
                .registered(text, text, Standing.NOT_AS_REGISTERED)
                .evidence(new Evidence(Evidence.Kind.DETECTOR, "ssh", 90, text, "ssh", 0, 4, 54, text.getBytes(UTF_8)))
                .metadata(Map.of("tls", Map.of("sni", List.of(text), "ja3", List.of(text, "b"))))
                .named("service", text)
                .owners(new Owner(Role.SERVER, Grade.EXACT, List.of(process)))
                .made();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("outputs")
    void isHarmless(String format, String shown, String text, Format written) throws IOException {
        String output = written.of(saying(text), folder);
        assertTrue(output.codePoints().noneMatch(c -> isActive(c, format)), () -> Printable.of(output));
        List<String> lines = output.lines().toList();
        long harmless = written.of(saying("text"), folder).lines().count();
        if (!PEOPLE.contains(format)) {
            assertEquals(harmless, lines.size(), output);
        }
        switch (format) {
            case "json", "eve", "ecs", "timesketch", "zeek-json" -> lines.forEach(Json::object);
            case "html" -> markupIsThatOfThePage(output, written.of(saying("text"), folder));
            case "csv" -> lines.forEach(HostileTextTest::cellsAreNoFormulas);
            case "zeek" -> lines.stream().filter(line -> !line.startsWith("#")).forEach(HostileTextTest::isRecord);
            default -> assertFalse(output.contains("\n{\"run\""), output);
        }
    }

    /** Controls other than line ends, and what hides or turns round the text beside it. */
    public static boolean isActive(int c, String format) {
        boolean end = c == '\n' || c == '\r' && format.equals("csv") || c == '\t' && format.equals("zeek");
        int type = Character.getType(c);
        return !end
                && (type == Character.CONTROL
                        || type == Character.FORMAT
                        || type == Character.LINE_SEPARATOR
                        || type == Character.PARAGRAPH_SEPARATOR
                        || type == Character.SURROGATE);
    }

    private static void markupIsThatOfThePage(String output, String harmless) {
        assertEquals(tags(harmless), tags(output));
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

    @ParameterizedTest
    @MethodSource("texts")
    void isTakenBackByReadersOfZeek(String text) throws IOException {
        String log = directory(saying(text), folder, ZeekReport.Form.TSV);
        String labels = log.substring(log.indexOf("#path\tlabels"));
        String names = labels.lines()
                .filter(line -> line.startsWith("#fields\t"))
                .findFirst()
                .orElseThrow();
        String record =
                labels.lines().filter(line -> !line.startsWith("#")).findFirst().orElseThrow();
        int note = List.of(names.split("\t")).indexOf("note") - 1;
        assertEquals(new String(text.getBytes(UTF_8), UTF_8), unescaped(record.split("\t")[note]));
    }

    static List<String> texts() {
        return TEXTS;
    }

    private static String unescaped(String field) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < field.length(); i++) {
            if (field.startsWith("\\x", i)) {
                bytes.write(Integer.parseInt(field.substring(i + 2, i + 4), 16));
                i += 3;
            } else {
                bytes.write(field.charAt(i));
            }
        }
        return bytes.toString(UTF_8);
    }
}
