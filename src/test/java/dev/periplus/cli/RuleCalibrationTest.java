package dev.periplus.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.calibrate.Band;
import dev.periplus.calibrate.CalibrationCounts;
import dev.periplus.calibrate.Form;
import dev.periplus.calibrate.Measured;
import dev.periplus.rulefile.InvalidRulesException;
import dev.periplus.rulefile.RuleFolder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code rules calibrate} over captures of this project whose truth the tests make. */
class RuleCalibrationTest {
    private static final String HEAD = "capture\ttransport\ta_ip\ta_port\tb_ip\tb_port\tprotocol\tclass\n";
    private static final String SSH_ENDS = "\ttcp\t10.3.0.77\t40118\t10.3.0.9\t3251\t";
    private static final String SSH = "ssh.pcap" + SSH_ENDS + "SSH\tdpi\n";
    private static final String HTTP = "odd.pcap\ttcp\t10.4.0.80\t3268\t10.4.0.22\t50991\tHTTP\tdpi\n";
    private static final String HTTP_IN_TLS = "odd.pcap\ttcp\t10.4.0.90\t3389\t10.4.0.23\t51444\tHTTP\tdpi\n";

    @TempDir
    Path folder;

    @BeforeEach
    void captures() throws IOException {
        Files.copy(Path.of("captures/ssh-on-3251.pcap"), folder.resolve("ssh.pcap"));
        Files.copy(Path.of("captures/ssh-on-3251.pcap"), folder.resolve("again.pcap"));
        Files.copy(Path.of("captures/odd-ports.pcap"), folder.resolve("odd.pcap"));
        Files.writeString(
                folder.resolve("labels.tsv"),
                "reference_label\taccepted_ids\nSSH\tssh\nHTTP\thttp\nTLS\ttls\nTelnet\ttelnet\n");
    }

    private CalibrationCounts measured(String rows, String... options) throws IOException, InvalidRulesException {
        Files.writeString(folder.resolve("truth.tsv"), HEAD + rows);
        Path rules = Files.createDirectories(folder.resolve("rules"));
        List<String> words = new ArrayList<>(List.of("rules", "calibrate", "-w", rules + "/calibration.tsv"));
        words.add(folder.toString());
        words.addAll(List.of(options));
        Run run = Run.of(words.toArray(String[]::new));
        assertEquals(Exit.DONE, run.status(), run.err());
        return RuleFolder.read(rules, CalibrationCounts::load);
    }

    private static Measured sum(CalibrationCounts counts, Form form) {
        long right = 0;
        long wrong = 0;
        for (Band band : Band.values()) {
            right += counts.in(form, band).right();
            wrong += counts.in(form, band).wrong();
        }
        return new Measured(right, wrong);
    }

    @Test
    void labelsAreRightOrWrongByTheReference() throws IOException, InvalidRulesException {
        CalibrationCounts counts = measured(SSH + HTTP);
        assertEquals(new Measured(1, 0), counts.label("ssh"));
        assertEquals(new Measured(1, 0), counts.rules("ssh").get("ssh"));
        assertEquals(new Measured(1, 0), counts.label("http"));
        assertEquals(2, counts.labels().size());
        assertEquals(new Measured(2, 0), sum(counts, Form.AS_CAPTURED));
        assertEquals(new Measured(2, 0), sum(counts, Form.PORTS_MOVED));
        assertEquals(new Measured(2, 0), counts.in(Form.AS_CAPTURED, Band.FROM_999));

        CalibrationCounts other = measured(SSH.replace("SSH", "Telnet") + HTTP);
        assertEquals(new Measured(0, 1), other.label("ssh"));
        assertEquals(new Measured(1, 1), sum(other, Form.AS_CAPTURED));
        assertEquals(new Measured(1, 1), sum(other, Form.PORTS_MOVED));
    }

    @Test
    void flowsWithTheSamePayloadCountOnce() throws IOException, InvalidRulesException {
        CalibrationCounts counts = measured(SSH + SSH.replace("ssh.pcap", "again.pcap"));
        assertEquals(new Measured(1, 0), counts.label("ssh"));
        assertEquals(new Measured(1, 0), sum(counts, Form.AS_CAPTURED));
        assertEquals(new Measured(1, 0), counts.inAnyForm(Band.FROM_999));

        CalibrationCounts disputed = measured(SSH + "again.pcap" + SSH_ENDS + "Telnet\tdpi\n");
        assertEquals(new Measured(0, 1), disputed.label("ssh"), "wrong anywhere is wrong");
    }

    @Test
    void whatOnlyTheInsideShowsIsRightIfItWasFoundInTheWhole() throws IOException, InvalidRulesException {
        // HTTP is known from the ClientHello only, which is among the first packets.
        CalibrationCounts counts = measured(HTTP_IN_TLS);
        assertEquals(new Measured(1, 0), sum(counts, Form.AS_CAPTURED));
        assertEquals(new Measured(1, 0), sum(counts, Form.MIDSTREAM));
        assertEquals(new Measured(1, 0), counts.label("tls"));
    }

    @Test
    void aFlowThatAFormLeavesAsItIsCountsOnce() throws IOException, InvalidRulesException {
        Files.copy(Path.of("captures/everyday.pcapng"), folder.resolve("everyday.pcapng"));
        Files.writeString(folder.resolve("labels.tsv"), "reference_label\taccepted_ids\nNTP\tntp\n");
        CalibrationCounts counts = measured("everyday.pcapng\tudp\t10.2.0.50\t52428\t10.2.0.123\t123\tNTP\tdpi\n");
        assertEquals(1, sum(counts, Form.AS_CAPTURED).flows());
        assertEquals(1, sum(counts, Form.PORTS_MOVED).flows());
        assertEquals(0, sum(counts, Form.MIDSTREAM).flows(), "no stream");
        assertEquals(0, sum(counts, Form.FIRST_96_BYTES).flows(), "packets of 90 bytes");
        assertEquals(new Measured(1, 0), counts.label("ntp"));
    }

    @Test
    void theCountsOfAFolderOfRulesReplaceThePackagedOnes() throws IOException, InvalidRulesException {
        measured(SSH.replace("SSH", "Telnet"));
        String rules = folder.resolve("rules").toString();
        Run list = Run.of("rules", "list", "--calibration", "--rules", rules);
        assertTrue(list.out().contains("\n0 of 1 label were never wrong."), list.out());
        Run flow = Run.of("explain", "--flow", "1", "--rules", rules, "captures/ssh-on-3251.pcap");
        assertTrue(flow.out().contains("\nssh: 1 wrong of 1 elsewhere\n"), flow.out());
        assertTrue(flow.out().contains("\nrule ssh: 1 wrong of 1 elsewhere\n"), flow.out());
        Files.writeString(folder.resolve("rules/calibration.tsv"), "form\tlabel\nany\tssh\n");
        Run check = Run.of("rules", "check", rules);
        assertEquals(Exit.USAGE, check.status());
        assertTrue(check.err().contains("calibration.tsv:1: no column 'confidence'"), check.err());
    }

    @Test
    void adjudicationReplacesTheReference() throws IOException, InvalidRulesException {
        Path errors = Files.writeString(
                folder.resolve("errors.tsv"),
                "capture\ttransport\ta_ip\ta_port\tb_ip\tb_port\taccepted\nssh.pcap\ttcp\t\t\t\t\tssh\n");
        CalibrationCounts counts = measured(SSH.replace("SSH", "Telnet"), "--adjudicated", errors.toString());
        assertEquals(new Measured(1, 0), counts.label("ssh"));
    }

    @Test
    void verboseNamesTheWrongFlowsWithTheirRules() throws IOException {
        Files.writeString(folder.resolve("truth.tsv"), HEAD + SSH.replace("SSH", "Telnet"));
        String out = Run.of("rules", "calibrate", "-v", folder.toString()).out();
        assertTrue(
                out.contains("by ssh, reference Telnet: ssh.pcap 10.3.0.9:3251/tcp 10.3.0.77:40118/tcp (as-captured)"),
                out);
        assertFalse(Run.of("rules", "calibrate", folder.toString()).out().contains("reference Telnet"));
    }

    @Test
    void aMissingCaptureIsReported() throws IOException {
        Files.writeString(folder.resolve("truth.tsv"), HEAD + SSH + SSH.replace("ssh.pcap", "gone.pcap"));
        Run run = Run.of("rules", "calibrate", folder.toString());
        assertEquals(Exit.UNREADABLE, run.status());
        assertTrue(run.err().contains("gone.pcap: no such file"), run.err());
    }

    @Test
    void aFolderWithoutTablesIsRefused() throws IOException {
        assertEquals(Exit.USAGE, Run.of("rules", "calibrate").status());
        Run run = Run.of("rules", "calibrate", folder.toString());
        assertEquals(Exit.UNREADABLE, run.status());
        assertTrue(run.err().contains("truth.tsv: no such file"), run.err());
    }

    @Test
    void theListFitsNarrowTerminalsAndNamesWrongLabels() {
        for (int width : new int[] {80, 100}) {
            List<String> lines = list(width, "rules", "list", "--calibration", "-v");
            assertTrue(lines.stream().allMatch(line -> line.length() <= width), "" + width);
        }
        List<String> brief = list(80, "rules", "list", "--calibration");
        List<String> all = list(80, "rules", "list", "--calibration", "-v");
        CalibrationCounts counts = CalibrationCounts.packaged();
        counts.labels().forEach((label, measured) -> {
            assertEquals(measured.wrong() > 0, names(brief, label), label);
            assertTrue(names(all, label), label);
            counts.rules(label).forEach((rule, byRule) -> {
                assertEquals(byRule.wrong() > 0, names(brief, "  " + rule), rule);
                assertTrue(names(all, "  " + rule), rule);
            });
        });
        for (Band band : Band.values()) {
            Measured any = counts.inAnyForm(band);
            String row = String.format(Locale.ROOT, "%-12sany%,21d%,8d", band.text(), any.right(), any.wrong());
            assertTrue(brief.stream().anyMatch(line -> line.startsWith(row)), row + String.join("\n", brief));
        }
    }

    private static boolean names(List<String> lines, String name) {
        return lines.stream().anyMatch(line -> line.equals(name) || line.startsWith(name + " "));
    }

    private static List<String> list(int width, String... words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(out, false, StandardCharsets.UTF_8);
        Terminal terminal = new Terminal(stream, stream, false, width, false);
        assertEquals(Exit.DONE, Main.run(List.of(words), terminal));
        terminal.out().flush();
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
