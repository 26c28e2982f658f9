package dev.periplus.cli;

import dev.periplus.rule.InvalidRulesException;
import dev.periplus.rule.Protocol;
import dev.periplus.rule.RuleLoader;
import dev.periplus.rule.RuleProof;
import dev.periplus.rule.RuleSet;
import dev.periplus.rule.Signature;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/** {@code periplus rules check|test|list}. */
final class RulesCommand implements Command {
    @Override
    public String name() {
        return "rules";
    }

    @Override
    public String summary() {
        return "check DIR, test [DIR], list: rules, their examples and weights";
    }

    @Override
    public int run(List<String> arguments, Terminal terminal) throws UsageException, InvalidRulesException {
        Arguments parsed = new Arguments("periplus rules check DIR | test [DIR, else ./rules] | list [--rules DIR]")
                .value(null, "rules", "DIR", "add rules from DIR; a file of the same name overrides")
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
                loader.load();
                terminal.out().println(Plural.of(loader.added().size(), "file") + ", no errors");
                return Exit.DONE;
            }
            case "test" -> {
                Path folder = directory == null ? Path.of("rules") : directory;
                return test(new RuleLoader().packaged().directory(folder), terminal.out());
            }
            case "list" -> {
                list(PathOptions.rules(directory), terminal.out());
                return Exit.DONE;
            }
            default -> throw new UsageException("rules needs one of check DIR, test [DIR], list");
        }
    }

    private static int test(RuleLoader loader, PrintStream out) throws InvalidRulesException {
        RuleProof proof = new RuleProof(loader.load());
        List<String> failures = proof.failures(loader.added());
        failures.forEach(out::println);
        out.println(Plural.of(proof.proved(), "example") + " of "
                + Plural.of(loader.added().size(), "protocol") + ", " + Plural.of(failures.size(), "failure"));
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
                                        .map(RulesCommand::transport)
                                        .toList()),
                        signature.from().name().toLowerCase(java.util.Locale.ROOT),
                        signature.weight(),
                        signature.replyWeight());
            }
        }
    }

    private static String transport(int number) {
        return number == 6 ? "tcp" : number == 17 ? "udp" : "sctp";
    }
}
