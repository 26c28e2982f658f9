package dev.periplus.command;

import dev.periplus.answer.Differences;
import dev.periplus.answer.Differences.Side;
import dev.periplus.answer.RunSummary;
import dev.periplus.capture.FilterException;
import dev.periplus.engine.Engine;
import dev.periplus.file.PartFile;
import dev.periplus.report.ResultFilter;
import dev.periplus.report.text.TextOptions;
import dev.periplus.review.Comparison;
import dev.periplus.review.FingerprintRules;
import dev.periplus.review.Inventory;
import dev.periplus.review.SideReading;
import dev.periplus.rulefile.InvalidRulesException;
import dev.periplus.rulefile.RuleFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Compares services and fingerprints of two captures or cases: what is new, gone and changed. */
public final class Diff extends Operation {
    private final Reading reading;
    private final Writing writing;
    private final List<Captures> sides;
    private boolean warned;

    /**
     * @param writing formats of {@link Writing.Of#DIFFERENCES}
     * @param before a capture or a folder
     * @param after a capture or a folder
     */
    public Diff(Reading reading, Writing writing, Captures before, Captures after) {
        this.reading = reading;
        this.writing = writing;
        sides = List.of(before, after);
    }

    /** Whether a difference makes the ending {@link Ending#FINDING}. */
    public Diff warned(boolean ofDifferences) {
        warned = ofDifferences;
        return this;
    }

    @Override
    Ending perform(Console console) throws UsageException, IOException, FilterException, InvalidRulesException {
        List<Output> outputs = outputs();
        Engine.Settings settings = reading.settings();
        RunSummary.Custody custody = settings.custody("diff", reading.words(), List.of());
        try (Interrupt interrupt = new Interrupt(console)) {
            SideReading side = new SideReading(settings, custody, new ConsoleWatcher(console, interrupt, true));
            return compare(outputs, settings, side, console);
        }
    }

    private static String name(Captures side) {
        return String.join(", ", side.named());
    }

    private Ending compare(List<Output> outputs, Engine.Settings settings, SideReading read, Console console)
            throws UsageException, IOException, FilterException, InvalidRulesException {
        long start = System.nanoTime();
        ResultFilter wanted = reading.wanted(settings.rules());
        FingerprintRules rules = RuleFolder.read(reading.rules(), FingerprintRules::load);
        List<Side> found = new ArrayList<>();
        List<Inventory> inventories = new ArrayList<>();
        for (Captures captures : sides) {
            Inventory inventory = new Inventory(rules);
            Side side = read.read(name(captures), captures.files(), wanted, inventory);
            if (console.isStopped()) {
                console.problem("interrupted before both sides were read; nothing compared");
                return Ending.INTERRUPTED;
            }
            if (side.run().packets() == 0) {
                String why = RunYield.of(side.run()).whyNothing(reading.filter(), null, null);
                console.problem(name(captures) + ": " + why + "; nothing to compare");
                return read.isDamaged() ? Ending.UNREADABLE : Ending.NOTHING;
            }
            found.add(side);
            inventories.add(inventory);
        }
        int empty = 0;
        for (int i = 0; i < found.size(); i++) {
            String why =
                    RunYield.of(found.get(i).run()).whyNothing(reading.filter(), reading.condition(), wanted.hint());
            if (why != null) {
                empty++;
                console.problem(name(sides.get(i)) + ": " + why);
            }
        }
        Differences differences = new Differences(
                found.get(0),
                found.get(1),
                Comparison.of(settings.rules(), rules, inventories.get(0), inventories.get(1)),
                System.nanoTime() - start);
        write(differences, outputs, console.text().with(false, writing.isAll()).in(reading.zone()), console);
        return Ending.DONE
                .or(empty == found.size(), Ending.NOTHING)
                .or(read.isPartial(), Ending.PARTIAL)
                .or(warned && !differences.found().isEmpty(), Ending.FINDING)
                .or(read.isDamaged(), Ending.UNREADABLE);
    }

    private List<Output> outputs() throws UsageException, IOException {
        List<Output> outputs =
                Output.parseAll(writing.outputs(), OutputFormat.FINDINGS, OutputFormat.ofDifferences(), false);
        List<String> captures = new ArrayList<>();
        for (Captures side : sides) {
            captures.addAll(side.files());
        }
        for (Output output : outputs) {
            output.keepsAwayFrom(captures);
        }
        return outputs;
    }

    private static void write(Differences differences, List<Output> outputs, TextOptions options, Console console)
            throws IOException {
        for (Output output : outputs) {
            Path path = output.path();
            if (path == null) {
                output.format().differences(console.out(), options).write(differences);
                continue;
            }
            try (PartFile file = PartFile.named(path)) {
                output.format().differences(file.out(), options.plain()).write(differences);
                file.complete();
            }
        }
        console.out().flush();
    }
}
