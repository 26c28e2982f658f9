package dev.periplus.cli;

import dev.periplus.answer.Amounts;
import dev.periplus.calibrate.Calibration;
import dev.periplus.calibrate.CalibrationCounts;
import dev.periplus.calibrate.Form;
import dev.periplus.calibrate.Judgement;
import dev.periplus.calibrate.ReferenceLabels;
import dev.periplus.capture.FilterException;
import dev.periplus.engine.Version;
import dev.periplus.file.PartFile;
import dev.periplus.rulefile.InvalidRulesException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** {@code periplus rules calibrate DIR…}: measures labels against captures whose flows are known. */
final class RuleCalibration extends Command {
    RuleCalibration() {
        super("calibrate", "DIR...: measure how often labels are right");
    }

    @Override
    Arguments options() {
        return PathOptions.declare("periplus rules calibrate [-w TSV] DIR... (captures with truth.tsv and labels.tsv)")
                .value(null, "adjudicated", "FILE", "errors of the references; a DIR may have an adjudicated.tsv too")
                .value("w", "write", "TSV", "write the counts to TSV, calibration.tsv in a folder of rules")
                .flag("v", "verbose", "every label, and every wrong one with its flow and rule");
    }

    @Override
    Exit run(Arguments parsed, Terminal terminal)
            throws UsageException, IOException, FilterException, InvalidRulesException {
        if (parsed.rest().isEmpty()) {
            throw new UsageException("rules calibrate needs a folder of captures with truth.tsv and labels.tsv");
        }
        boolean verbose = parsed.has("verbose");
        Consumer<Judgement> wrong = judgement -> {
            if (judgement.isWrong()) {
                terminal.out().println(line(judgement));
            }
        };
        Calibration calibration = new Calibration(PathOptions.settings(parsed), verbose ? wrong : judgement -> {});
        List<ReferenceLabels> folders = new ArrayList<>();
        String adjudicated = parsed.get("adjudicated");
        for (String folder : parsed.rest()) {
            folders.add(ReferenceLabels.read(Path.of(folder), adjudicated == null ? null : Path.of(adjudicated)));
        }
        long bytes = folders.stream().mapToLong(ReferenceLabels::bytes).sum() * Form.values().length;
        try (ProgressLine progress = new ProgressLine(terminal, ProgressLine.isWanted(parsed))) {
            progress.watch("read", calibration::bytesRead, bytes);
            for (ReferenceLabels labels : folders) {
                calibration.measure(labels);
            }
        }
        CalibrationCounts counts = calibration.counts();
        about(counts, folders);
        new CalibrationText(terminal).print(counts, verbose);
        String to = parsed.get("write");
        if (to != null) {
            write(Path.of(to), counts.table());
        }
        boolean unreadable = Captures.printProblems(calibration.outcomes(), "periplus: ", terminal.err());
        return Exit.DONE.or(unreadable, Exit.UNREADABLE);
    }

    private static void about(CalibrationCounts counts, List<ReferenceLabels> folders) {
        int captures = 0;
        int flows = 0;
        int adjudicated = 0;
        for (ReferenceLabels labels : folders) {
            captures += labels.captures().size();
            flows += labels.flows();
            adjudicated += labels.adjudicated();
        }
        counts.remark("Labels held against reference labels by `periplus rules calibrate`, periplus " + Version.text()
                + ", " + LocalDate.now(ZoneOffset.UTC) + ".");
        counts.remark(Amounts.count(captures, "capture") + " with " + Amounts.count(flows, "flow")
                + " that have a reference, at most 20 for each capture and reference label; "
                + Amounts.count(adjudicated, "reference") + " adjudicated by the bytes.");
        counts.remark("Flows with the same payload and label count once; the captures were read as they are and in"
                + " forms that lack something.");
    }

    private static String line(Judgement judgement) {
        return String.format(
                Locale.ROOT,
                "wrong %s %.4f by %s, reference %s: %s %s (%s)",
                judgement.label(),
                judgement.confidence(),
                judgement.rule(),
                judgement.reference(),
                judgement.capture(),
                judgement.ends(),
                judgement.form().id());
    }

    private static void write(Path file, String text) throws IOException {
        try (PartFile part = PartFile.named(file)) {
            part.out().write(text.getBytes(StandardCharsets.UTF_8));
            part.complete();
        }
    }
}
