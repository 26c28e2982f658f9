package dev.periplus.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.periplus.answer.Evidence;
import dev.periplus.answer.Finding;
import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.Severity;
import dev.periplus.answer.Standing;
import dev.periplus.answer.Verdict;
import dev.periplus.flow.Role;
import dev.periplus.report.peer.ZeekReport;
import dev.periplus.sockets.Grade;
import dev.periplus.sockets.Owner;
import dev.periplus.sockets.OwningProcess;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Hostile text from traffic, and how it is escaped; every format of {@code -o} is tested with it too. */
public class HostileTextTest {
    public static final List<String> TEXTS = List.of(
            "<script>alert(1)</script>&amp;\"'",
            "\u001b[2J\u001b]0;title\u0007\u009b31m\u007f",
            "=HYPERLINK(\"http://example.org\",\"x\")",
            "@SUM(A1)\t-1",
            "line\r\n{\"run\":{}}\n#close\t\u2028\u2029\u0085",
            "\0nul\ud800lone\udc00",
            "\\x41\\\\,-,(empty)",
            "\u202egnp.exe\u200b");

    @TempDir
    Path folder;

    /** A finding with this text, and an example flow with this text. */
    public static Finding finding(String text) {
        FlowRecord example = saying(text);
        return new Finding(
                "rule",
                Severity.HIGH,
                List.of("T1571"),
                text,
                text,
                List.of(example.flow().server()),
                text,
                1,
                1,
                List.of(example.flow().host(0)),
                1,
                0,
                0,
                0,
                text,
                List.of(text),
                List.of(example));
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

    /** Whether a character is a control other than a line end, or hides or reorders the text beside it. */
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

    @ParameterizedTest
    @MethodSource("texts")
    void isTakenBackByReadersOfZeek(String text) throws IOException {
        ZeekReport report = ZeekReport.in(folder, ZeekReport.Form.TSV);
        report.flow(saying(text));
        report.finish(Records.run());
        String labels = Files.readString(folder.resolve("labels.log"));
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
