package dev.periplus.cli;

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

/** {@code periplus diff OLD NEW}: compares services and fingerprints of two captures or cases. */
final class DiffCommand extends Command {
    DiffCommand() {
        super("diff", "OLD NEW: new, gone and changed services and fingerprints");
    }

    @Override
    Arguments options() {
        Arguments arguments =
                PathOptions.declare("periplus diff [options] OLD NEW (each a folder of captures, or a capture)");
        return Outputs.declareFilter(arguments.group("Output"), "compare only matching flows")
                .value(
                        "o",
                        "output",
                        "FORMAT[=PATH]",
                        OutputFormat.names(OutputFormat.ofDifferences()) + "; repeatable")
                .flag(null, "all", "in text, list every difference, unmerged and in full")
                .flag(null, "exit-code", "exit with 1 if there are differences");
    }

    @Override
    Exit run(Arguments parsed, Terminal terminal)
            throws UsageException, IOException, FilterException, InvalidRulesException {
        List<String> paths = sides(parsed.rest());
        List<Output> outputs = outputs(parsed, paths);
        Engine.Settings settings = PathOptions.settings(parsed);
        RunSummary.Custody custody = settings.custody(name(), parsed.words(), List.of());
        try (Interrupt interrupt = new Interrupt()) {
            SideReading reading = new SideReading(settings, custody, new TerminalWatcher(terminal, interrupt, parsed));
            return compare(parsed, paths, outputs, settings, reading, interrupt, terminal);
        }
    }

    private static Exit compare(
            Arguments parsed,
            List<String> paths,
            List<Output> outputs,
            Engine.Settings settings,
            SideReading reading,
            Interrupt interrupt,
            Terminal terminal)
            throws UsageException, IOException, FilterException, InvalidRulesException {
        long start = System.nanoTime();
        ResultFilter wanted = Outputs.filter(parsed, settings.rules());
        FingerprintRules rules = RuleFolder.read(PathOptions.directory(parsed), FingerprintRules::load);
        List<Side> sides = new ArrayList<>();
        List<Inventory> inventories = new ArrayList<>();
        for (String path : paths) {
            Inventory inventory = new Inventory(rules);
            Side side = reading.read(path, Captures.named(List.of(path), List.of()), wanted, inventory);
            if (interrupt.came()) {
                terminal.err().println("periplus: interrupted before both sides were read; nothing compared");
                return Exit.INTERRUPTED;
            }
            if (side.run().packets() == 0) {
                String why = RunYield.of(side.run()).whyNothing(parsed.get("filter"), null, null);
                terminal.err().println("periplus: " + path + ": " + why + "; nothing to compare");
                return reading.isDamaged() ? Exit.UNREADABLE : Exit.NOTHING;
            }
            sides.add(side);
            inventories.add(inventory);
        }
        int empty = 0;
        for (int i = 0; i < sides.size(); i++) {
            String why = RunYield.of(sides.get(i).run())
                    .whyNothing(parsed.get("filter"), parsed.get("result-filter"), wanted.hint());
            if (why != null) {
                empty++;
                terminal.err().println("periplus: " + paths.get(i) + ": " + why);
            }
        }
        Differences differences = new Differences(
                sides.get(0),
                sides.get(1),
                Comparison.of(settings.rules(), rules, inventories.get(0), inventories.get(1)),
                System.nanoTime() - start);
        TextOptions options = terminal.fit(TextOptions.of(terminal.width()))
                .with(false, parsed.has("all"))
                .in(TimeZoneOption.of(parsed));
        write(differences, outputs, options, terminal);
        boolean differ = parsed.has("exit-code") && !differences.found().isEmpty();
        return Exit.DONE
                .or(empty == sides.size(), Exit.NOTHING)
                .or(reading.isPartial(), Exit.PARTIAL)
                .or(differ, Exit.FINDING)
                .or(reading.isDamaged(), Exit.UNREADABLE);
    }

    private static List<String> sides(List<String> words) throws UsageException {
        if (words.size() != 2) {
            throw new UsageException("diff takes two operands, OLD and NEW, each a capture or a folder of captures");
        }
        if (words.equals(List.of("-", "-"))) {
            throw new UsageException("standard input cannot be both sides");
        }
        return words;
    }

    private static List<Output> outputs(Arguments parsed, List<String> paths) throws UsageException, IOException {
        List<Output> outputs =
                Output.parseAll(parsed.all("output"), OutputFormat.FINDINGS, OutputFormat.ofDifferences(), false);
        List<String> captures = new ArrayList<>();
        for (String path : paths) {
            captures.addAll(Captures.named(List.of(path), List.of()));
        }
        for (Output output : outputs) {
            output.keepsAwayFrom(captures);
        }
        return outputs;
    }

    private static void write(Differences differences, List<Output> outputs, TextOptions options, Terminal terminal)
            throws IOException {
        for (Output output : outputs) {
            Path path = output.path();
            if (path == null) {
                output.format().differences(terminal.out(), options).write(differences);
                continue;
            }
            try (PartFile file = PartFile.named(path)) {
                output.format().differences(file.out(), options.plain()).write(differences);
                file.complete();
            }
        }
        terminal.out().flush();
    }
}
