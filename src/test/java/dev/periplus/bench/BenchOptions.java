package dev.periplus.bench;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;
import org.jspecify.annotations.Nullable;

/**
 * What to measure.
 *
 * @param folder folder for workloads and records
 * @param size size of every workload except the small one
 * @param rounds measured rounds, after one warm-up round
 * @param workloads names of the workloads
 * @param options options for Periplus
 * @param against another command to alternate with
 * @param growth whether to compare sizes
 * @param help whether only the help is requested
 */
record BenchOptions(
        Path folder,
        ByteSize size,
        int rounds,
        List<String> workloads,
        List<String> options,
        Optional<Command> against,
        boolean growth,
        boolean help) {
    private static final int HELP_COLUMN = 28;
    private static final int SMALLEST = 1 << 20;
    private static final Options DECLARED = new Options()
            .addOption(value(null, "size", "SIZE", "size of each workload: 64m, 256m, 1g, 4g, 16g (default 256m)"))
            .addOption(value(null, "workload", "NAME", "mix, bulk, flood or small; may be given several times"))
            .addOption(value("n", "rounds", "N", "measured rounds after one warm-up round (default 5)"))
            .addOption(value(null, "options", "OPTIONS", "extra options for periplus, as in --options=\"--shards 2\""))
            .addOption(value(null, "against", "COMMAND", "alternate with this command; {} stands for the capture"))
            .addOption(flag(null, "growth", "run flood and mix at a quarter, half and all of the size"))
            .addOption(value(null, "dir", "DIR", "where workloads are kept and reused (default target/bench)"))
            .addOption(flag("h", "help", "print this help"));

    /**
     * Parses the options.
     *
     * @throws ParseException if an option is invalid, with a sentence that states what is wrong
     */
    static BenchOptions parse(String... arguments) throws ParseException {
        CommandLine line =
                DefaultParser.builder().setAllowPartialMatching(false).get().parse(DECLARED, arguments);
        if (!line.getArgList().isEmpty()) {
            throw new ParseException("unexpected argument '" + line.getArgList().get(0) + "'");
        }
        try {
            return new BenchOptions(
                            Path.of(line.getOptionValue("dir", "target/bench")),
                            ByteSize.parse(line.getOptionValue("size", "256m")),
                            rounds(line.getOptionValue("rounds", "5")),
                            workloads(line),
                            Command.split(line.getOptionValue("options", "")),
                            Optional.ofNullable(line.getOptionValue("against")).map(Command::parse),
                            line.hasOption("growth"),
                            line.hasOption("help"))
                    .checked();
        } catch (IllegalArgumentException e) {
            throw new ParseException(String.valueOf(e.getMessage()));
        }
    }

    private static int rounds(String text) {
        if (!text.matches("[1-9]\\d{0,3}")) {
            throw new IllegalArgumentException("-n takes a number from 1 to 9999, not '" + text + "'");
        }
        return Integer.parseInt(text);
    }

    private static List<String> workloads(CommandLine line) {
        String[] named = line.getOptionValues("workload");
        if (named == null) {
            return line.hasOption("growth") ? List.of(Workloads.FLOOD, Workloads.MIX) : Workloads.NAMES;
        }
        for (String name : named) {
            if (!Workloads.NAMES.contains(name)) {
                throw new IllegalArgumentException("no workload '" + name + "'; use mix, bulk, flood or small");
            }
        }
        return List.of(named);
    }

    private BenchOptions checked() {
        if (size.bytes() < SMALLEST) {
            throw new IllegalArgumentException("--size must be at least 1m");
        }
        if (growth && against.isPresent()) {
            throw new IllegalArgumentException("use either --growth or --against");
        }
        if (growth && workloads.contains(Workloads.SMALL)) {
            throw new IllegalArgumentException("--growth does not apply to the workload small");
        }
        return this;
    }

    static void printHelp(PrintStream out) {
        out.println("usage: mvn -q test-compile exec:exec@bench -Dbench.args=\"OPTIONS\"");
        out.println();
        out.println("Runs ./periplus on synthetic captures, as a separate process, and prints what each run took.");
        out.println();
        for (Option option : DECLARED.getOptions()) {
            String letter = option.getOpt() == null ? "    " : "-" + option.getOpt() + ", ";
            String argument = option.hasArg() ? " " + option.getArgName() : "";
            String name = letter + "--" + option.getLongOpt() + argument;
            out.printf("  %-" + HELP_COLUMN + "s%s%n", name, option.getDescription());
        }
    }

    private static Option value(@Nullable String letter, String name, String argument, String about) {
        return Option.builder(letter)
                .longOpt(name)
                .hasArg()
                .argName(argument)
                .desc(about)
                .get();
    }

    private static Option flag(@Nullable String letter, String name, String about) {
        return Option.builder(letter).longOpt(name).desc(about).get();
    }
}
