package dev.periplus.cli;

import dev.periplus.text.NameTable;
import dev.periplus.text.Nearest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The options of a command: declares, parses and reads them by type. Every command has {@code -h} and {@code -q}. */
final class Arguments {
    private static final String GENERAL = "General";

    private final List<Option> options = new ArrayList<>();
    private final Map<String, List<Option>> groups = new LinkedHashMap<>();
    private final List<String> examples = new ArrayList<>();
    private final String usage;
    private String group = "Options";
    private List<String> words = List.of();
    private @Nullable OptionParser line;

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
        return add(new Option(letter, name, null, about));
    }

    /** Declares an option with a value; it may be repeated. */
    Arguments value(@Nullable String letter, String name, String argument, String about) {
        return add(new Option(letter, name, argument, about));
    }

    private Arguments add(Option option) {
        options.add(option);
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
        if (!groups.containsKey(GENERAL)) {
            group(GENERAL).flag("q", "quiet", "print results and problems only").flag("h", "help", "print this help");
        }
        return this;
    }

    Arguments parse(List<String> arguments) throws UsageException {
        complete();
        words = List.copyOf(arguments);
        OptionParser parser = new OptionParser(options);
        String unknown = parser.parse(words);
        if (unknown != null) {
            throw new UsageException("unknown option " + unknown + instead(unknown));
        }
        line = parser;
        return this;
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
        List<String> known =
                options.stream().map(option -> "--" + option.name()).toList();
        String asked = name.startsWith("--") ? name : "-" + name;
        List<String> near = name.length() > 2 ? Nearest.of(asked, known) : List.of();
        return near.isEmpty() ? "; --help lists the options" : Nearest.question(near);
    }

    /** The parsed words as given. */
    List<String> words() {
        return words;
    }

    boolean has(String name) {
        for (OptionParser.Given given : parsed().given()) {
            if (given.option().name().equals(name)) {
                return true;
            }
        }
        return false;
    }

    /** The last value given, or null. */
    @Nullable
    String get(String name) {
        List<String> values = all(name);
        return values.isEmpty() ? null : values.get(values.size() - 1);
    }

    /** All values given, in their order. */
    List<String> all(String name) {
        List<String> values = new ArrayList<>();
        for (OptionParser.Given given : parsed().given()) {
            if (given.value() != null && given.option().name().equals(name)) {
                values.add(given.value());
            }
        }
        return values;
    }

    List<String> rest() {
        return parsed().rest();
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

    private OptionParser parsed() {
        if (line == null) {
            throw new IllegalStateException("not parsed yet");
        }
        return line;
    }
}
