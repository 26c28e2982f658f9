package dev.periplus.cli;

import dev.periplus.text.WrappedText;
import java.io.PrintStream;
import org.apache.commons.cli.Option;

/** Prints the options of a command in groups, wrapped to the width of the terminal. */
final class OptionsHelp {
    private static final int COLUMN = 30;
    private static final int NARROW_COLUMN = 10;
    private static final int WIDE = 80;
    private static final int AFTER_USAGE = 7;

    private final Terminal terminal;
    private final PrintStream out;
    private final WrappedText text;

    OptionsHelp(Terminal terminal) {
        this.terminal = terminal;
        out = terminal.out();
        text = new WrappedText(out, terminal.width());
    }

    void print(Arguments arguments) {
        arguments.complete();
        text.print("usage: " + arguments.usage(), AFTER_USAGE);
        int column = terminal.width() < WIDE ? NARROW_COLUMN : COLUMN;
        arguments.groups().forEach((title, options) -> {
            out.println();
            out.println(title + ":");
            for (Option option : options) {
                String letter = option.getOpt() == null ? "    " : "-" + option.getOpt() + ", ";
                String argument = option.hasArg() ? " " + option.getArgName() : "";
                text.item(letter + "--" + option.getLongOpt() + argument, option.getDescription(), column);
            }
        });
        if (!arguments.examples().isEmpty()) {
            out.println();
            out.println("Examples:");
            arguments.examples().forEach(example -> out.println("  " + example));
        }
    }
}
