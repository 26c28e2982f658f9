package dev.periplus.cli;

import dev.periplus.command.Console;
import dev.periplus.command.UsageException;
import java.io.IOException;
import java.util.List;

/** One command of the command line. */
abstract class Command {
    private final String name;
    private final String summary;

    /** @param summary operands and purpose, one line for the list of commands */
    Command(String name, String summary) {
        this.name = name;
        this.summary = summary;
    }

    final String name() {
        return name;
    }

    final String summary() {
        return summary;
    }

    /** The options of this command, not yet parsed. */
    abstract Arguments options();

    /** Whether these words are for {@link #options}, not for another set of options that the first word chooses. */
    boolean takes(List<String> words) {
        return true;
    }

    /** Runs the command with parsed options. */
    abstract Exit run(Arguments parsed, Terminal terminal) throws UsageException, IOException;

    /** Parses the words after the command's name and runs the command, or prints its options for {@code --help}. */
    Exit run(List<String> words, Terminal terminal) throws UsageException, IOException {
        Arguments parsed = options().parse(words);
        if (parsed.has("help")) {
            new OptionsHelp(terminal).print(parsed);
            return Exit.DONE;
        }
        return run(parsed, terminal.coloured(parsed.get("color")));
    }

    /** The terminal as operations see it; Ctrl-C ends them. */
    static Console console(Arguments parsed, Terminal terminal) {
        Console console =
                terminal.console().quiet(parsed.has("quiet")).progress("1".equals(System.getenv("PERIPLUS_PROGRESS")));
        return console.whileStoppable(() -> new Interrupt(console, null));
    }
}
