package dev.periplus.cli;

import dev.periplus.command.Plugins;
import dev.periplus.command.UsageException;
import dev.periplus.text.NameTable;
import dev.periplus.text.Nearest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.MissingArgumentException;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;
import org.apache.commons.cli.UnrecognizedOptionException;
import org.jspecify.annotations.Nullable;

/** The options of a command: declares, parses and reads them by type. Every command has {@code -h} and {@code -q}. */
final class Arguments {
    private static final String GENERAL = "General";

    private final Options options = new Options();
    private final Map<String, List<Option>> groups = new LinkedHashMap<>();
    private final List<String> examples = new ArrayList<>();
    private final String usage;
    private String group = "Options";
    private List<String> words = List.of();
    private List<String> operands = List.of();
    private @Nullable String trailing;
    private boolean filterMayTrail;
    private boolean filesLead;
    private @Nullable CommandLine line;
    private @Nullable Plugins plugins;

    Arguments(String usage) {
        this.usage = usage;
    }

    /** Options declared from here on are listed under this title. */
    Arguments group(String title) {
        group = title;
        return this;
    }

    /** Declares an option without a value; {@code letter} may be null. */
    Arguments flag(@Nullable String letter, String name, String about) {
        return add(Option.builder(letter).longOpt(name).desc(about).get());
    }

    /** Declares an option with a value; it may be repeated. */
    Arguments value(@Nullable String letter, String name, String argument, String about) {
        return add(Option.builder(letter)
                .longOpt(name)
                .hasArg()
                .argName(argument)
                .desc(about)
                .get());
    }

    private Arguments add(Option option) {
        options.addOption(option);
        groups.computeIfAbsent(group, made -> new ArrayList<>()).add(option);
        return this;
    }

    /** Adds a command line to the help. */
    Arguments example(String text) {
        examples.add(text);
        return this;
    }

    /** Declares the options of every command, once the others are declared. */
    Arguments complete() {
        if (!options.hasLongOption("help")) {
            group(GENERAL)
                    .flag("q", "quiet", "print results and problems only")
                    .value(null, "color", "WHEN", "colour: auto (on a terminal), always or never")
                    .value(null, "config", "FILE", "options from FILE instead of your configuration; none for none")
                    .flag("h", "help", "print this help");
        }
        return this;
    }

    /**
     * Lets a packet filter follow the operands.
     *
     * @param files whether operands are files
     */
    Arguments withTrailingFilter(boolean files) {
        filterMayTrail = true;
        filesLead = files;
        return this;
    }

    /** Takes no packet filter behind the operands. */
    Arguments withoutTrailingFilter() {
        filterMayTrail = false;
        return this;
    }

    Arguments parse(List<String> arguments) throws UsageException {
        complete();
        words = List.copyOf(arguments);
        try {
            line = DefaultParser.builder()
                    .setAllowPartialMatching(false)
                    .get()
                    .parse(options, arguments.toArray(String[]::new));
            takeOperands(line.getArgList());
            return this;
        } catch (UnrecognizedOptionException e) {
            throw new UsageException("unknown option " + e.getOption() + instead(e.getOption()));
        } catch (MissingArgumentException e) {
            Option option = e.getOption();
            throw new UsageException(shown(option) + " needs a value: " + shown(option) + " " + option.getArgName());
        } catch (ParseException e) {
            throw new UsageException(e.getMessage() + "; --help lists the options");
        }
    }

    private void takeOperands(List<String> all) throws UsageException {
        operands = all;
        if (!filterMayTrail) {
            return;
        }
        int begin = TrailingFilter.begin(all, filesLead, has("read"));
        if (begin < all.size()) {
            trailing = String.join(" ", all.subList(begin, all.size()));
            operands = List.copyOf(all.subList(0, begin));
            if (has("filter")) {
                throw new UsageException("two packet filters, -f '" + get("filter") + "' and '" + trailing + "'");
            }
        }
    }

    /** Returns what may be meant instead of an unknown option. */
    private String instead(String unknown) {
        String name = unknown.contains("=") ? unknown.substring(0, unknown.indexOf('=')) : unknown;
        String letter = name.startsWith("--") || name.length() < 2 ? name : name.substring(0, 2);
        List<String> advice =
                NameTable.read(Arguments.class, "peer-options.tsv").get(letter);
        if (advice != null) {
            return "; " + advice.get(0);
        }
        List<String> known = options.getOptions().stream()
                .map(option -> "--" + option.getLongOpt())
                .toList();
        String asked = name.startsWith("--") ? name : "-" + name;
        List<String> near = name.length() > 2 ? Nearest.of(asked, known) : List.of();
        return near.isEmpty() ? "; --help lists the options" : Nearest.question(near);
    }

    private static String shown(Option option) {
        return option.getOpt() == null ? "--" + option.getLongOpt() : "-" + option.getOpt();
    }

    /** The parsed words as given. */
    List<String> words() {
        return words;
    }

    /** Whether there is such an option. */
    boolean knows(String name) {
        return options.hasLongOption(name);
    }

    boolean has(String name) {
        return parsed().hasOption(name);
    }

    /** The last value given, or null. */
    @Nullable
    String get(String name) {
        String[] values = parsed().getOptionValues(name);
        if (values == null) {
            return name.equals("filter") ? trailing : null;
        }
        return values[values.length - 1];
    }

    List<String> all(String name) {
        String[] values = parsed().getOptionValues(name);
        return values == null ? List.of() : List.of(values);
    }

    /** Declares {@code --plugin}. */
    Arguments withPlugins() {
        return value(
                null,
                "plugin",
                "PATH",
                "jar, or folder of jars, with add-ons (periplus plugins lists them); repeatable");
    }

    /** The add-ons of this command line, by one loader: what one add-on brings shares its classes. */
    Plugins plugins() throws IOException {
        Plugins known = plugins;
        if (known == null) {
            known = Plugins.of(all("plugin"));
            plugins = known;
        }
        return known;
    }

    List<String> rest() {
        return operands;
    }

    long number(String name, long otherwise, long least, long most) throws UsageException {
        String value = get(name);
        if (value == null) {
            return otherwise;
        }
        if (!value.matches("\\d{1,18}") || Long.parseLong(value) < least || Long.parseLong(value) > most) {
            String range = most >= Integer.MAX_VALUE ? "of at least " + least : "from " + least + " to " + most;
            throw new UsageException("--" + name + " takes a number " + range + ", not '" + value + "'");
        }
        return Long.parseLong(value);
    }

    String usage() {
        return usage;
    }

    /** Options by the titles of their groups, in the order of help. */
    Map<String, List<Option>> groups() {
        return groups;
    }

    List<String> examples() {
        return examples;
    }

    private CommandLine parsed() {
        if (line == null) {
            throw new IllegalStateException("not parsed yet");
        }
        return line;
    }
}
