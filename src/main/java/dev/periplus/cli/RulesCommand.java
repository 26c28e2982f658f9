package dev.periplus.cli;

import dev.periplus.address.Transport;
import dev.periplus.answer.Amounts;
import dev.periplus.calibrate.CalibrationCounts;
import dev.periplus.capture.FilterException;
import dev.periplus.engine.Knowledge;
import dev.periplus.rule.Protocol;
import dev.periplus.rule.RuleLoader;
import dev.periplus.rule.RuleProof;
import dev.periplus.rule.RuleSet;
import dev.periplus.rule.Signature;
import dev.periplus.rulefile.InvalidRulesException;
import dev.periplus.rulefile.RuleFolder;
import dev.periplus.text.Nearest;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** {@code periplus rules check|test|list|new|calibrate}. */
final class RulesCommand extends Command {
    private static final List<String> ACTIONS = List.of("check", "test", "list", "new", "calibrate");

    RulesCommand() {
        super("rules", "check, test, list, new, calibrate: prove, draft and measure rules");
    }

    @Override
    Arguments options() {
        return new Arguments("periplus rules check DIR | test [DIR, else ./rules] | list [--rules DIR]"
                        + " | new FILE... | calibrate DIR...")
                .value(null, "rules", "DIR", "add rules from DIR; a file of the same name overrides")
                .flag(
                        null,
                        "calibration",
                        "with list: how often labels of each confidence band were right when measured")
                .flag("v", "verbose", "with --calibration: every label, not only those that were ever wrong")
                .example("periplus rules new --help")
                .example("periplus rules calibrate --help");
    }

    /** {@code rules new} and {@code rules calibrate} have options of their own. */
    @Override
    boolean takes(List<String> words) {
        return words.isEmpty() || !List.of("new", "calibrate").contains(words.get(0));
    }

    @Override
    Exit run(List<String> words, Terminal terminal)
            throws UsageException, IOException, FilterException, InvalidRulesException {
        return switch (words.isEmpty() ? "" : words.get(0)) {
            case "new" -> new RuleDrafts(terminal).run(words.subList(1, words.size()), terminal);
            case "calibrate" -> new RuleCalibration().run(words.subList(1, words.size()), terminal);
            default -> super.run(words, terminal);
        };
    }

    @Override
    Exit run(Arguments parsed, Terminal terminal) throws UsageException, IOException, InvalidRulesException {
        List<String> words = parsed.rest();
        String action = words.isEmpty() ? "" : words.get(0);
        String added = parsed.get("rules");
        Path directory = words.size() > 1 ? Path.of(words.get(1)) : added == null ? null : Path.of(added);
        switch (action) {
            case "check" -> {
                if (directory == null) {
                    throw new UsageException("rules check needs a folder");
                }
                int files = RuleFolder.read(directory, folder -> {
                    read(folder, Knowledge.ruleLoader());
                    return folder.files();
                });
                if (!parsed.has("quiet")) {
                    terminal.out().println(Amounts.count(files, "file") + ", no errors");
                }
                return Exit.DONE;
            }
            case "test" -> {
                Path folder = directory == null ? Path.of("rules") : directory;
                return test(folder, terminal.out());
            }
            case "list" -> {
                if (parsed.has("calibration")) {
                    CalibrationCounts counts = RuleFolder.read(directory, CalibrationCounts::load);
                    new CalibrationText(terminal).print(counts, parsed.has("verbose"));
                    return Exit.DONE;
                }
                list(RuleFolder.read(directory, folder -> read(folder, Knowledge.ruleLoader())), terminal.out());
                return Exit.DONE;
            }
            default ->
                throw new UsageException("rules needs one of check DIR, test [DIR], list, new FILE..., calibrate DIR..."
                        + Nearest.question(action, ACTIONS));
        }
    }

    /** Returns all rules in force after reading every file of the folder. */
    private static RuleSet read(RuleFolder folder, RuleLoader loader) {
        RuleSet rules = loader.packaged().add(folder).load();
        return RuleReading.read(folder, rules, false).rules();
    }

    private static Exit test(Path directory, PrintStream out) throws InvalidRulesException {
        RuleLoader loader = Knowledge.ruleLoader();
        RuleProof proof = new RuleProof(RuleFolder.read(directory, folder -> read(folder, loader)));
        List<String> failures = proof.failures(loader.added());
        failures.forEach(out::println);
        out.println(Amounts.count(proof.proved(), "example") + " of "
                + Amounts.count(loader.added().size(), "protocol") + ", " + Amounts.count(failures.size(), "failure"));
        return failures.isEmpty() ? Exit.DONE : Exit.USAGE;
    }

    private static void list(RuleSet rules, PrintStream out) {
        out.printf("%-34s %-12s %-7s %7s %7s%n", "rule", "transport", "from", "weight", "reply");
        for (Protocol protocol : rules.protocols()) {
            if (protocol.signatures().isEmpty()) {
                out.printf("%-34s by a detector or by correlation%n", protocol.id());
            }
            for (Signature signature : protocol.signatures()) {
                out.printf(
                        "%-34s %-12s %-7s %7.0f %7.0f%n",
                        signature.rule(),
                        String.join(
                                ",",
                                signature.transports().stream()
                                        .map(Transport::nameInRule)
                                        .toList()),
                        signature.from().name().toLowerCase(Locale.ROOT),
                        signature.weight(),
                        signature.replyWeight());
            }
        }
    }
}
