package dev.periplus.report.html;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.answer.Counter;
import dev.periplus.answer.Finding;
import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.Severity;
import dev.periplus.answer.Verdict;
import dev.periplus.report.HostileTextTest;
import dev.periplus.report.Json;
import dev.periplus.report.Records;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Content of the file, without a browser. */
class HtmlReportTest {
    @TempDir
    Path folder;

    private String page(int mostFlows, List<FlowRecord> flows, Finding... findings) throws IOException {
        Path file = folder.resolve("page.html");
        HtmlReport report = HtmlReport.in(file, mostFlows);
        flows.forEach(report::flow);
        for (Finding finding : findings) {
            report.finding(finding);
        }
        report.finish(Records.run(Counter.FLOWS.count(flows.size()), Counter.TRUNCATED.count(7)));
        return Files.readString(file);
    }

    private static FlowRecord flow(int number, String server) {
        return Records.tcp("10.0.0.1", server, 22)
                .number(number)
                .label("ssh", 0.99)
                .says("ssh", "sentence " + number)
                .made();
    }

    private static String block(String page, String id) throws IOException {
        Matcher block = Pattern.compile("<script type=\"application/octet-stream;base64\" id=\"" + id + "\">([^<]*)<")
                .matcher(page);
        assertTrue(block.find(), id);
        byte[] packed = Base64.getDecoder().decode(block.group(1));
        return new String(new GZIPInputStream(new ByteArrayInputStream(packed)).readAllBytes(), UTF_8);
    }

    @Test
    void summaryAndFindingsNeedNoScript() throws IOException {
        String page = page(10, List.of(flow(1, "10.0.0.2")), HostileTextTest.finding("plain words"));
        assertTrue(page.contains("<h4>plain words</h4>"), page);
        assertTrue(page.contains("<h2 id=\"summary\">1 finding: 1 high</h2>"), page);
        assertTrue(page.contains("<dd class=\"bad\">7 packets cut short by the capture</dd>"), page);
    }

    @Test
    void eachFlowHasARowAndItsRecord() throws IOException {
        List<FlowRecord> flows = List.of(flow(1, "10.0.0.2"), flow(2, "10.0.0.3"));
        String page = page(10, flows);
        List<?> rows = (List<?>)
                Json.object("{\"rows\":" + block(page, "flows-data") + "}").get("rows");
        assertEquals(2, rows.size());
        List<String> records = block(page, "flows-0").lines().toList();
        assertEquals("10.0.0.3", ((Map<?, ?>) Json.object(records.get(1)).get("server")).get("ip"));
        List<?> row = (List<?>) rows.get(1);
        assertEquals("sentence 2", row.get(row.size() - 1));
    }

    @Test
    void aFlowThatAFindingNamesIsInWhateverTheRoom() throws IOException {
        List<FlowRecord> flows = List.of(flow(1, "10.0.0.2"), flow(2, "10.0.0.2"), flow(3, "10.0.0.2"));
        Finding named = new Finding(
                "rule",
                Severity.HIGH,
                List.of(),
                "title",
                "where",
                List.of(),
                "ssh",
                3,
                1,
                List.of(),
                1,
                0,
                0,
                0,
                "",
                List.of(),
                List.of(flows.get(2)));
        String page = page(1, flows, named);
        assertEquals(2, block(page, "flows-0").lines().count());
        assertTrue(block(page, "flows-data").contains("sentence 3"));
        assertFalse(block(page, "flows-data").contains("sentence 2"));
        assertEquals("3", Json.object(block(page, "run-data")).get("flows"));
    }

    @Test
    void aRunWithoutFlowsHasATableWithoutRows() throws IOException {
        assertEquals("[]", block(page(10, List.of()), "flows-data"));
    }

    /** No other script or style may take effect. */
    @Test
    void thePolicyAllowsTheScriptAndTheStyleOfThePageAlone() throws Exception {
        String page = page(10, List.of(flow(1, "10.0.0.2")));
        Matcher policy = Pattern.compile("default-src 'none'; style-src '(sha256-\\S+)'; script-src '(sha256-\\S+)';")
                .matcher(page);
        assertTrue(policy.find());
        assertEquals(policy.group(1), hash(page, "<style>", "</style>"));
        assertEquals(policy.group(2), hash(page, "<script>", "</script>"));
        assertFalse(Pattern.compile("\\son\\w+=|\\sstyle=|javascript:")
                .matcher(page)
                .find());
    }

    private static String hash(String page, String from, String to) throws NoSuchAlgorithmException {
        int start = page.indexOf(from) + from.length();
        byte[] content = page.substring(start, page.indexOf(to, start)).getBytes(UTF_8);
        return "sha256-"
                + Base64.getEncoder()
                        .encodeToString(MessageDigest.getInstance("SHA-256").digest(content));
    }

    @Test
    void unknownFlowsSayWhy() throws IOException {
        FlowRecord unknown = Records.udp("10.0.0.1", "10.0.0.2", 3248)
                .because(Verdict.Unknown.OPAQUE)
                .made();
        assertTrue(block(page(10, List.of(unknown)), "flows-data").contains("looks encrypted or compressed"));
    }
}
