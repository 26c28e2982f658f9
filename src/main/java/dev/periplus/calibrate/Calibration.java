package dev.periplus.calibrate;

import dev.periplus.capture.CaptureOutcome;
import dev.periplus.capture.CaptureSet;
import dev.periplus.capture.FilterException;
import dev.periplus.engine.Engine;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Measures labels against references: reads every capture on its own, in every form, and counts each flow once.
 *
 * <p>What counts: flows with a reference and a label; in a form that lacks something, those that lack something in it.
 * There, what was recognised inside a flow whose label was right in the whole capture is right too: a stream without its
 * beginning may show nothing else. Flows with the same payload of both sides and the same label are one, wherever they
 * are; it is wrong if any of them is.
 */
public final class Calibration {
    private static final long SEED = 20_260_105;

    private final Engine.Settings settings;
    private final Consumer<Judgement> judged;
    private final MessageDigest hash = FlowNote.hash();
    private final Map<Form, Map<Band, Map<Counted, Boolean>>> bands = new TreeMap<>();
    private final List<CaptureOutcome> outcomes = new ArrayList<>();
    private volatile long bytesRead;

    /** A label of flows with the same payload, and the rule that gave it. */
    private record Counted(FlowNote.Payload payload, String label, String rule) {
        /** The label, whatever rule gave it. */
        Counted byAnyRule() {
            return new Counted(payload, label, "");
        }
    }

    /** A record to be judged once its capture is read. */
    private record Labelled(FlowNote note, Judgement judgement) {}

    /** @param judged receives every judgement, duplicates included */
    public Calibration(Engine.Settings settings, Consumer<Judgement> judged) {
        this.settings = settings;
        this.judged = judged;
    }

    /** Measures the captures of a folder. */
    public void measure(ReferenceLabels labels) throws FilterException {
        for (Form form : Form.values()) {
            try (Engine engine = new Engine(settings)) {
                for (String capture : labels.captures()) {
                    measure(labels, capture, form, engine);
                }
            }
        }
    }

    private void measure(ReferenceLabels labels, String capture, Form form, Engine engine) throws FilterException {
        List<String> path = List.of(labels.path(capture));
        FlowNotes notes = new FlowNotes(labels.of(capture));
        Set<Labelled> labelled = new LinkedHashSet<>();
        CaptureSet set = new CaptureSet(path, settings.capture());
        try (FormSource source = new FormSource(set, form, PortMove.of(SEED), notes)) {
            List<CaptureOutcome> read = engine.run(source, path::get, record -> {
                FlowNote note = notes.of(record.flow());
                Judgement judgement = note == null ? null : Judgement.of(record, capture, form, note);
                if (note != null && judgement != null) {
                    labelled.add(new Labelled(note, judgement));
                }
            });
            if (form == Form.AS_CAPTURED) {
                outcomes.addAll(read);
            }
        }
        bytesRead += set.bytesTotal();
        labelled.forEach(flow -> count(flow.note, flow.judgement));
        if (form == Form.AS_CAPTURED) {
            labelled.stream()
                    .map(Labelled::judgement)
                    .filter(judgement -> !judgement.isWrong())
                    .forEach(right -> labels.accept(capture, right.ends(), right.recognised()));
        }
    }

    private void count(FlowNote note, Judgement judgement) {
        if (judgement.form() != Form.AS_CAPTURED && !note.isChanged()) {
            return;
        }
        judged.accept(judgement);
        bands.computeIfAbsent(judgement.form(), form -> new TreeMap<>())
                .computeIfAbsent(Band.of(judgement.confidence()), band -> new HashMap<>())
                .merge(
                        new Counted(note.payload(judgement.capture(), hash), judgement.label(), judgement.rule()),
                        judgement.isWrong(),
                        Boolean::logicalOr);
    }

    /** Bytes of captures read so far; each is read once for every form. Written by one thread, read by any. */
    public long bytesRead() {
        return bytesRead;
    }

    /** The result of reading each capture as it is. */
    public List<CaptureOutcome> outcomes() {
        return List.copyOf(outcomes);
    }

    /** The counts so far. */
    public CalibrationCounts counts() {
        CalibrationCounts counts = new CalibrationCounts();
        Map<Counted, Boolean> ofRules = new HashMap<>();
        for (Band band : Band.values()) {
            Map<Counted, Boolean> inAny = new HashMap<>();
            bands.forEach((form, byBand) -> {
                Map<Counted, Boolean> flows = byBand.getOrDefault(band, Map.of());
                byAnyRule(flows).values().forEach(wrong -> counts.add(form, band, wrong));
                flows.forEach((flow, wrong) -> inAny.merge(flow, wrong, Boolean::logicalOr));
            });
            byAnyRule(inAny).values().forEach(wrong -> counts.addToAny(band, wrong));
            inAny.forEach((flow, wrong) -> ofRules.merge(flow, wrong, Boolean::logicalOr));
        }
        byAnyRule(ofRules).forEach((flow, wrong) -> counts.add(flow.label, wrong));
        ofRules.forEach((flow, wrong) -> counts.add(flow.label, flow.rule, wrong));
        return counts;
    }

    private static Map<Counted, Boolean> byAnyRule(Map<Counted, Boolean> flows) {
        Map<Counted, Boolean> labels = new HashMap<>();
        flows.forEach((flow, wrong) -> labels.merge(flow.byAnyRule(), wrong, Boolean::logicalOr));
        return labels;
    }
}
