package dev.periplus.cli;

import dev.periplus.command.Console;
import dev.periplus.command.Rules;
import dev.periplus.command.UsageException;
import dev.periplus.text.Nearest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

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
    Exit run(List<String> words, Terminal terminal) throws UsageException, IOException {
        return switch (words.isEmpty() ? "" : words.get(0)) {
            case "new" -> new RuleDrafts().run(words.subList(1, words.size()), terminal);
            case "calibrate" -> new RuleCalibration().run(words.subList(1, words.size()), terminal);
            default -> super.run(words, terminal);
        };
    }

    @Override
    Exit run(Arguments parsed, Terminal terminal) throws UsageException, IOException {
        List<String> words = parsed.rest();
        String action = words.isEmpty() ? "" : words.get(0);
        String added = parsed.get("rules");
        Path directory = words.size() > 1 ? Path.of(words.get(1)) : added == null ? null : Path.of(added);
        Console console = console(parsed, terminal);
        switch (action) {
            case "check" -> {
                if (directory == null) {
                    throw new UsageException("rules check needs a folder");
                }
                int files = new Rules(directory).check();
                if (!parsed.has("quiet")) {
                    terminal.out().println(files + (files == 1 ? " file" : " files") + ", no errors");
                }
                return Exit.DONE;
            }
            case "test" -> {
                Path folder = directory == null ? Path.of("rules") : directory;
                return new Rules(folder).prove(console) ? Exit.DONE : Exit.USAGE;
            }
            case "list" -> {
                if (parsed.has("calibration")) {
                    new Rules(directory).calibration(parsed.has("verbose"), console);
                } else {
                    new Rules(directory).list(console);
                }
                return Exit.DONE;
            }
            default ->
                throw new UsageException("rules needs one of check DIR, test [DIR], list, new FILE..., calibrate DIR..."
                        + Nearest.question(action, ACTIONS));
        }
    }
}
