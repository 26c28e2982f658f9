package dev.periplus.cli;

import dev.periplus.address.Transport;
import dev.periplus.answer.Amounts;
import dev.periplus.capture.FilterException;
import dev.periplus.correlate.ProcessRules;
import dev.periplus.engine.Knowledge;
import dev.periplus.review.FindingRules;
import dev.periplus.rule.InvalidRulesException;
import dev.periplus.rule.Protocol;
import dev.periplus.rule.RuleLoader;
import dev.periplus.rule.RuleProof;
import dev.periplus.rule.RuleSet;
import dev.periplus.rule.Signature;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** {@code periplus rules check|test|list|new}. */
final class RulesCommand implements Command {
    @Override
    public String name() {
        return "rules";
    }

    @Override
    public String summary() {
        return "check DIR, test [DIR], list, new FILE...: check, prove, list and draft rules";
    }

    @Override
    public int run(List<String> arguments, Terminal terminal)
            throws UsageException, IOException, FilterException, InvalidRulesException {
        if (!arguments.isEmpty() && arguments.get(0).equals("new")) {
            return new RuleDrafts(terminal).run(arguments.subList(1, arguments.size()));
        }
        Arguments parsed = new Arguments(
                        "periplus rules check DIR | test [DIR, else ./rules] | list [--rules DIR] | new FILE...")
                .value(null, "rules", "DIR", "add rules from DIR; a file of the same name overrides")
                .flag(null, "calibration", "with list: what each band of confidence was worth when it was measured")
                .parse(arguments);
        if (parsed.has("help")) {
            parsed.help(terminal.out());
            return Exit.DONE;
        }
        List<String> words = parsed.rest();
        String action = words.isEmpty() ? "" : words.get(0);
        String added = parsed.get("rules");
        Path directory = words.size() > 1 ? Path.of(words.get(1)) : added == null ? null : Path.of(added);
        switch (action) {
            case "check" -> {
                if (directory == null) {
                    throw new UsageException("rules check needs a folder");
                }
                RuleLoader loader = new RuleLoader().packaged().directory(directory);
                RuleSet checked = loader.load();
                ProcessRules.load(checked, directory);
                FindingRules.load(checked, directory);
                terminal.out().println(Amounts.count(loader.added().size(), "file") + ", no errors");
                return Exit.DONE;
            }
            case "test" -> {
                Path folder = directory == null ? Path.of("rules") : directory;
                return test(new RuleLoader().packaged().directory(folder), terminal.out());
            }
            case "list" -> {
                if (parsed.has("calibration")) {
                    calibration(terminal.out());
                    return Exit.DONE;
                }
                list(Knowledge.rules(directory), terminal.out());
                return Exit.DONE;
            }
            default -> throw new UsageException("rules needs one of check DIR, test [DIR], list, new FILE...");
        }
    }

    private static int test(RuleLoader loader, PrintStream out) throws InvalidRulesException {
        RuleProof proof = new RuleProof(loader.load());
        List<String> failures = proof.failures(loader.added());
        failures.forEach(out::println);
        out.println(Amounts.count(proof.proved(), "example") + " of "
                + Amounts.count(loader.added().size(), "protocol") + ", " + Amounts.count(failures.size(), "failure"));
        return failures.isEmpty() ? Exit.DONE : Exit.USAGE;
    }

    /** Prints {@code rules/calibration.tsv}: the remarks, then the table. */
    private static void calibration(PrintStream out) throws IOException {
        try (InputStream in = RulesCommand.class.getResourceAsStream("/rules/calibration.tsv")) {
            if (in == null) {
                throw new FileNotFoundException("rules/calibration.tsv is not in the program");
            }
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
                if (line.startsWith("#")) {
                    out.println(line.substring(1).strip());
                } else {
                    StringBuilder row = new StringBuilder();
                    for (String cell : line.split("\t")) {
                        row.append(String.format(Locale.ROOT, "%-16s", cell));
                    }
                    out.println(row.toString().stripTrailing());
                }
            }
        }
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
                                        .map(Transport::name)
                                        .toList()),
                        signature.from().name().toLowerCase(Locale.ROOT),
                        signature.weight(),
                        signature.replyWeight());
            }
        }
    }
}
