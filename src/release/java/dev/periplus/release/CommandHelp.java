package dev.periplus.release;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a command says of itself for {@code --help}.
 *
 * @param name such as {@code rules new}; empty for the program
 * @param usage the line after "usage: "
 * @param options in their order
 * @param lines everything, as printed
 */
record CommandHelp(String name, String usage, List<Option> options, List<String> lines) {
    private static final String USAGE = "usage: ";

    /** What begins the further lines of an option. */
    private static final String CONTINUED = " ".repeat(8);

    private static final Pattern OPTION =
            Pattern.compile("  (?:(-\\w), | {4})(--[a-z-]+)(?: (\\S+))?(?: {2,}(\\S.*))?");
    private static final Pattern COMMAND = Pattern.compile("  ([a-z]+) {2,}(\\S.*)");

    /** Commands of which a word decides on the options. */
    private static final List<String> ACTIONS = List.of("rules new", "rules calibrate");

    /**
     * An option.
     *
     * @param letter such as {@code -o}, or empty
     * @param name such as {@code --output}
     * @param argument the name of its value, or empty
     */
    record Option(String letter, String name, String argument, String about) {}

    /** Asks the program, then each of its commands. */
    static List<CommandHelp> all(Path java) throws IOException, InterruptedException {
        List<CommandHelp> all = new ArrayList<>();
        CommandHelp program = ask(java, "");
        all.add(program);
        for (String line : program.lines()) {
            Matcher command = COMMAND.matcher(line);
            if (command.matches()) {
                all.add(ask(java, command.group(1)));
            }
        }
        for (String action : ACTIONS) {
            all.add(ask(java, action));
        }
        return all;
    }

    private static CommandHelp ask(Path java, String name) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(name.isEmpty() ? List.of() : List.of(name.split(" ")));
        words.add("--help");
        return parse(name, says(java, words).lines().toList());
    }

    /** Returns what the program prints for these words. */
    static String says(Path java, List<String> words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(java.toString(), "-m", ModuleJar.MAIN));
        command.addAll(words);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("no answer to " + words + ": " + text);
        }
        return text;
    }

    static CommandHelp parse(String name, List<String> lines) throws IOException {
        String usage = "periplus COMMAND [options]";
        List<Option> options = new ArrayList<>();
        for (String line : lines) {
            Matcher option = OPTION.matcher(line);
            if (line.startsWith(USAGE)) {
                usage = line.substring(USAGE.length());
            } else if (option.matches()) {
                options.add(new Option(
                        text(option.group(1)), option.group(2), text(option.group(3)), text(option.group(4))));
            } else if (!options.isEmpty() && line.startsWith(CONTINUED)) {
                Option last = options.remove(options.size() - 1);
                String about = (last.about() + " " + line.strip()).strip();
                options.add(new Option(last.letter(), last.name(), last.argument(), about));
            }
        }
        if (options.isEmpty() != name.isEmpty()) {
            throw new IOException("the help of '" + name + "' has another form than expected");
        }
        return new CommandHelp(name, usage, options, lines);
    }

    private static String text(String group) {
        return group == null ? "" : group;
    }

    /** The commands with what each is for, from the help of the program. */
    List<String[]> commands() {
        return lines.stream()
                .map(COMMAND::matcher)
                .filter(Matcher::matches)
                .map(line -> new String[] {line.group(1), line.group(2)})
                .toList();
    }

    /** Name of the page in the manual. */
    String page() {
        return name.isEmpty() ? "periplus" : "periplus-" + name.replace(' ', '-');
    }
}
