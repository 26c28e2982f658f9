package dev.periplus.calibrate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.rulefile.InvalidRulesException;
import dev.periplus.rulefile.RuleFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CalibrationCountsTest {
    @TempDir
    Path folder;

    private CalibrationCounts read(String table) throws IOException, InvalidRulesException {
        Files.writeString(folder.resolve("calibration.tsv"), table);
        return RuleFolder.read(folder, CalibrationCounts::load);
    }

    @Test
    void theTableIsReadAsItIsWritten() throws IOException, InvalidRulesException {
        CalibrationCounts counts = new CalibrationCounts();
        counts.remark("made by hand");
        counts.add(Form.MIDSTREAM, Band.FROM_90, false);
        counts.add(Form.MIDSTREAM, Band.FROM_90, true);
        counts.addToAny(Band.FROM_90, true);
        counts.add("ssh", false);
        CalibrationCounts read = read(counts.table());
        assertEquals(counts.remarks(), read.remarks());
        assertEquals(new Measured(1, 1), read.in(Form.MIDSTREAM, Band.FROM_90));
        assertEquals(new Measured(0, 1), read.inAnyForm(Band.FROM_90));
        assertEquals(new Measured(0, 0), read.in(Form.PORTS_MOVED, Band.FROM_90));
        assertEquals(new Measured(1, 0), read.label("ssh"));
        assertNull(read.label("dns"));
        assertEquals(counts.table(), read.table());
    }

    @Test
    void aLabelThatOneRuleGaveHasOneRow() throws IOException, InvalidRulesException {
        CalibrationCounts counts = new CalibrationCounts();
        counts.add("ssh", false);
        counts.add("ssh", "ssh", false);
        for (boolean wrong : new boolean[] {false, true}) {
            counts.add("dns", wrong);
            counts.add("dns", wrong ? "dns/loose" : "dns", wrong);
        }
        String table = counts.table();
        assertEquals(
                "any\t\tdns\t\t1\t1\nany\t\tdns\tdns\t1\t0\nany\t\tdns\tdns/loose\t0\t1\nany\t\tssh\tssh\t1\t0\n",
                table.substring(table.indexOf("any\t\tdns")));
        CalibrationCounts read = read(table);
        assertEquals(new Measured(1, 0), read.label("ssh"));
        assertEquals(new Measured(1, 1), read.label("dns"));
        assertEquals(new Measured(0, 1), read.rules("dns").get("dns/loose"));
        assertEquals(table, read.table());
    }

    @Test
    void aTableWithoutTheColumnRuleIsRead() throws IOException, InvalidRulesException {
        CalibrationCounts read = read("form\tconfidence\tlabel\tright\twrong\nany\t\tssh\t4\t1\n");
        assertEquals(new Measured(4, 1), read.label("ssh"));
        assertTrue(read.rules("ssh").isEmpty());
    }

    @Test
    void aWrongTableIsReportedWithItsLine() {
        String head = "form\tconfidence\tlabel\tright\twrong\n";
        for (String row : List.of(
                "any\t0.9-1\t\t1\t0",
                "sideways\t0.5-0.7\t\t1\t0",
                "any\t0.5-0.7\t\t1\tmany",
                "any\t\tssh\t1\t10000000")) {
            InvalidRulesException wrong = assertThrows(InvalidRulesException.class, () -> read(head + row));
            assertEquals(1, wrong.errors().size());
            assertEquals(
                    folder.resolve("calibration.tsv").toString(),
                    wrong.errors().get(0).file());
            assertEquals(2, wrong.errors().get(0).line(), row);
        }
    }

    @Test
    void aFolderWithoutTheTableHasThePackagedOne() throws IOException, InvalidRulesException {
        assertEquals(
                CalibrationCounts.packaged().table(),
                RuleFolder.read(folder, CalibrationCounts::load).table());
    }

    /** The counts that ship: every band was reached, and no band promises more than was measured. */
    @Test
    void thePackagedConfidenceIsNotTooHigh() {
        CalibrationCounts counts = CalibrationCounts.packaged();
        for (Band band : Band.values()) {
            Measured measured = counts.inAnyForm(band);
            assertTrue(measured.flows() >= 100, band.text() + " " + measured);
            assertTrue(!measured.isBelow(band.lowest()), band.text() + " " + measured);
            long inForms = 0;
            for (Form form : Form.values()) {
                inForms += counts.in(form, band).flows();
            }
            assertTrue(inForms >= measured.flows(), band.text());
        }
        counts.labels().forEach((label, measured) -> {
            long byRules = counts.rules(label).values().stream()
                    .mapToLong(Measured::flows)
                    .sum();
            assertTrue(byRules >= measured.flows(), label);
            assertTrue(counts.rules(label).values().stream().allMatch(rule -> rule.wrong() <= measured.wrong()), label);
        });
        long ofLabels =
                counts.labels().values().stream().mapToLong(Measured::flows).sum();
        assertTrue(ofLabels > 0 && ofLabels <= counts.inAnyForm(Band.FROM_999).flows() * 2, "" + ofLabels);
    }
}
