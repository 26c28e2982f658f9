package dev.periplus.calibrate;

import dev.periplus.answer.Evidence;
import dev.periplus.rulefile.Packed;
import dev.periplus.rulefile.RuleError;
import dev.periplus.rulefile.RuleFile;
import dev.periplus.rulefile.RuleFolder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How many labels were right and wrong when they were measured, by band of confidence and form of the captures, by
 * label, and by the rule of their heaviest evidence. A flow counts once in each cell: in those of any form, of a label
 * and of a rule, however many forms it was read in; it is wrong there if its label was wrong in any of them.
 *
 * <p>Kept as one table with the columns form ({@value #ANY} or the {@linkplain Form#id() id} of a form), confidence,
 * label, rule, right and wrong. A row counts a band of confidence in a form, and has no label; or a label, and has no
 * band; or a label by one rule (the rule of an {@link Evidence}: {@code protocol/signature} or a detector's name, which
 * stay when other rules change). A label that one rule alone gave has one row, with that rule. The column rule may be
 * missing. Lines that begin with {@code #} are remarks.
 */
public final class CalibrationCounts {
    private static final String ANY = "any";
    private static final String[] NEEDED = {"form", "confidence", "label", "right", "wrong"};
    private static final List<String> COLUMNS = List.of("form", "confidence", "label", "rule", "right", "wrong");

    private final List<String> remarks = new ArrayList<>();
    private final Map<Band, Measured> ofAnyForm = new TreeMap<>();
    private final Map<Form, Map<Band, Measured>> ofForms = new TreeMap<>();
    private final SortedMap<String, Measured> ofLabels = new TreeMap<>();
    private final Map<String, SortedMap<String, Measured>> ofRules = new TreeMap<>();

    CalibrationCounts() {}

    /** Returns the counts of a folder of rules, or the packaged ones if it has none. */
    public static CalibrationCounts load(RuleFolder folder) {
        byte[] own = folder.table(RuleFile.CALIBRATION, CalibrationCounts::faults);
        return own == null ? packaged() : sound(RuleFile.CALIBRATION.path(), own);
    }

    /** Returns the counts that come with the rules. */
    public static CalibrationCounts packaged() {
        String name = RuleFile.CALIBRATION.resource();
        return sound(name, Packed.bytes(name));
    }

    /** Returns the first error of a table, if it has any. */
    static List<RuleError> faults(String file, byte[] table) {
        try {
            of(file, table);
            return List.of();
        } catch (TableException e) {
            return List.of(e.error());
        }
    }

    private static CalibrationCounts sound(String file, byte[] table) {
        try {
            return of(file, table);
        } catch (TableException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Reads the table. */
    private static CalibrationCounts of(String file, byte[] bytes) throws TableException {
        String table = new String(bytes, StandardCharsets.UTF_8);
        CalibrationCounts counts = new CalibrationCounts();
        table.lines()
                .filter(line -> line.startsWith("#"))
                .map(line -> line.substring(1).strip())
                .forEach(counts.remarks::add);
        for (TableRow row : TableRow.of(file, table, NEEDED)) {
            counts.read(row);
        }
        counts.ofRules.forEach(
                (label, rules) -> rules.values().forEach(measured -> counts.ofLabels.putIfAbsent(label, measured)));
        return counts;
    }

    private void read(TableRow row) throws TableException {
        Measured measured = new Measured(row.count("right"), row.count("wrong"));
        String label = row.get("label");
        String rule = row.get("rule");
        if (!label.isEmpty()) {
            (rule.isEmpty() ? ofLabels : ofRules(label)).put(rule.isEmpty() ? label : rule, measured);
            return;
        }
        String name = row.get("form");
        Form form = Form.named(name);
        Band band = Band.named(row.get("confidence"));
        if (band == null || form == null && !name.equals(ANY)) {
            throw row.wrong("no such form or confidence");
        }
        (form == null ? ofAnyForm : ofForms.computeIfAbsent(form, key -> new TreeMap<>())).put(band, measured);
    }

    void add(Form form, Band band, boolean wrong) {
        Map<Band, Measured> byBand = ofForms.computeIfAbsent(form, key -> new TreeMap<>());
        byBand.put(band, byBand.getOrDefault(band, Measured.NOTHING).plus(wrong));
    }

    void addToAny(Band band, boolean wrong) {
        ofAnyForm.put(band, inAnyForm(band).plus(wrong));
    }

    void add(String label, boolean wrong) {
        ofLabels.put(label, ofLabels.getOrDefault(label, Measured.NOTHING).plus(wrong));
    }

    void add(String label, String rule, boolean wrong) {
        SortedMap<String, Measured> rules = ofRules(label);
        rules.put(rule, rules.getOrDefault(rule, Measured.NOTHING).plus(wrong));
    }

    private SortedMap<String, Measured> ofRules(String label) {
        return ofRules.computeIfAbsent(label, key -> new TreeMap<>());
    }

    /** How and when they were counted, as sentences. */
    public List<String> remarks() {
        return List.copyOf(remarks);
    }

    /** Adds a sentence about how and when they were counted. */
    public void remark(String sentence) {
        remarks.add(sentence);
    }

    /** The flows with a label in this band in any form. */
    public Measured inAnyForm(Band band) {
        return ofAnyForm.getOrDefault(band, Measured.NOTHING);
    }

    /** The flows with a label in this band in one form. */
    public Measured in(Form form, Band band) {
        return ofForms.getOrDefault(form, Map.of()).getOrDefault(band, Measured.NOTHING);
    }

    /** The labels that were measured. */
    public SortedMap<String, Measured> labels() {
        return ofLabels;
    }

    /** The record of a label, or null if it was not measured. */
    public @Nullable Measured label(String label) {
        return ofLabels.get(label);
    }

    /** The records of the rules that gave a label, by rule. */
    public SortedMap<String, Measured> rules(String label) {
        return ofRules.getOrDefault(label, new TreeMap<>());
    }

    /** The table. */
    public String table() {
        StringBuilder table = new StringBuilder();
        remarks.forEach(remark -> table.append("# ").append(remark).append('\n'));
        table.append(String.join("\t", COLUMNS)).append('\n');
        for (Band band : Band.values()) {
            row(table, inAnyForm(band), ANY, band.text(), "", "");
        }
        for (Form form : Form.values()) {
            for (Band band : Band.values()) {
                row(table, in(form, band), form.id(), band.text(), "", "");
            }
        }
        ofLabels.forEach((label, measured) -> {
            if (rules(label).size() != 1) {
                row(table, measured, ANY, "", label, "");
            }
            rules(label).forEach((rule, byRule) -> row(table, byRule, ANY, "", label, rule));
        });
        return table.toString();
    }

    private static void row(StringBuilder table, Measured measured, String... cells) {
        table.append(String.join("\t", cells))
                .append("\t" + measured.right() + '\t' + measured.wrong())
                .append('\n');
    }
}
