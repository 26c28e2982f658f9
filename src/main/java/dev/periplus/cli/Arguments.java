package dev.periplus.cli;

import java.io.PrintStream;
import java.util.List;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;
import org.jspecify.annotations.Nullable;

/** The options of a command: declares, parses and reads them by type. */
final class Arguments {
    private static final int HELP_COLUMN = 30;

    private final Options options = new Options();
    private final String usage;
    private List<String> words = List.of();
    private @Nullable CommandLine line;

    Arguments(String usage) {
        this.usage = usage;
        flag("h", "help", "print this help");
    }

    /** Declares an option without a value; {@code letter} may be null. */
    Arguments flag(@Nullable String letter, String name, String about) {
        options.addOption(Option.builder(letter).longOpt(name).desc(about).get());
        return this;
    }

    /** Declares an option with a value; it may be repeated. */
    Arguments value(@Nullable String letter, String name, String argument, String about) {
        options.addOption(Option.builder(letter)
                .longOpt(name)
                .hasArg()
                .argName(argument)
                .desc(about)
                .get());
        return this;
    }

    Arguments parse(List<String> arguments) throws UsageException {
        words = List.copyOf(arguments);
        try {
            line = DefaultParser.builder()
                    .setAllowPartialMatching(false)
                    .get()
                    .parse(options, arguments.toArray(String[]::new));
            return this;
        } catch (ParseException e) {
            throw new UsageException(e.getMessage() + "; --help lists the options");
        }
    }

    /** The parsed words as given. */
    List<String> words() {
        return words;
    }

    boolean has(String name) {
        return parsed().hasOption(name);
    }

    /** The last value given, or null. */
    @Nullable
    String get(String name) {
        String[] values = parsed().getOptionValues(name);
        return values == null ? null : values[values.length - 1];
    }

    List<String> all(String name) {
        String[] values = parsed().getOptionValues(name);
        return values == null ? List.of() : List.of(values);
    }

    List<String> rest() {
        return parsed().getArgList();
    }

    long number(String name, long otherwise, long least, long most) throws UsageException {
        String value = get(name);
        if (value == null) {
            return otherwise;
        }
        if (!value.matches("\\d{1,18}") || Long.parseLong(value) < least || Long.parseLong(value) > most) {
            throw new UsageException(
                    "--" + name + " takes a number from " + least + " to " + most + ", not '" + value + "'");
        }
        return Long.parseLong(value);
    }

    void help(PrintStream out) {
        out.println("usage: " + usage);
        out.println();
        for (Option option : options.getOptions()) {
            String letter = option.getOpt() == null ? "    " : "-" + option.getOpt() + ", ";
            String name = letter + "--" + option.getLongOpt() + (option.hasArg() ? " " + option.getArgName() : "");
            if (name.length() > HELP_COLUMN - 2) {
                out.println("  " + name);
                name = "";
            }
            out.printf("  %-" + HELP_COLUMN + "s%s%n", name, option.getDescription());
        }
    }

    private CommandLine parsed() {
        if (line == null) {
            throw new IllegalStateException("not parsed yet");
        }
        return line;
    }
}
