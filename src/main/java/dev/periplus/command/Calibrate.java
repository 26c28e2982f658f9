package dev.periplus.command;

import dev.periplus.answer.Amounts;
import dev.periplus.calibrate.Calibration;
import dev.periplus.calibrate.CalibrationCounts;
import dev.periplus.calibrate.CalibrationText;
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
import org.jspecify.annotations.Nullable;

/** Measures how often labels are right, by captures whose flows are known. */
public final class Calibrate extends Operation {
    private final Reading reading;
    private final List<Path> folders;
    private @Nullable Path adjudicated;
    private @Nullable Path table;
    private boolean everyLabel;

    /** @param folders each with captures, {@code truth.tsv} and {@code labels.tsv} */
    public Calibrate(Reading reading, List<Path> folders) {
        this.reading = reading;
        this.folders = List.copyOf(folders);
    }

    /** Errors of the references; a folder may have an {@code adjudicated.tsv} too. Null for none. */
    public Calibrate adjudicated(@Nullable Path errors) {
        adjudicated = errors;
        return this;
    }

    /** Also writes the counts as a table, {@code calibration.tsv} in a folder of rules; null for no table. */
    public Calibrate table(@Nullable Path tsv) {
        table = tsv;
        return this;
    }

    /** Whether to print every label, and every wrong one with its flow and rule. */
    public Calibrate everyLabel(boolean printed) {
        everyLabel = printed;
        return this;
    }

    @Override
    Ending perform(Console console) throws UsageException, IOException, FilterException, InvalidRulesException {
        Consumer<Judgement> wrong = judgement -> {
            if (judgement.isWrong()) {
                console.out().println(line(judgement));
            }
        };
        Calibration calibration = new Calibration(reading.settings(), everyLabel ? wrong : judgement -> {});
        List<ReferenceLabels> references = new ArrayList<>();
        for (Path folder : folders) {
            references.add(ReferenceLabels.read(folder, adjudicated));
        }
        long bytes = references.stream().mapToLong(ReferenceLabels::bytes).sum() * Form.values().length;
        try (ProgressLine progress = new ProgressLine(console)) {
            progress.watch("read", calibration::bytesRead, bytes);
            for (ReferenceLabels labels : references) {
                calibration.measure(labels);
            }
        }
        CalibrationCounts counts = calibration.counts();
        about(counts, references);
        new CalibrationText(console.out(), console.width()).print(counts, everyLabel);
        if (table != null) {
            write(table, counts.table());
        }
        boolean unreadable = console.problems(calibration.outcomes());
        return Ending.DONE.or(unreadable, Ending.UNREADABLE);
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
