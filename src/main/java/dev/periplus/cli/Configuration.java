package dev.periplus.cli;

import dev.periplus.command.OptionFile;
import dev.periplus.command.OptionFile.Setting;
import dev.periplus.command.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Options that a user wants always: a YAML file of option names and values, for every command that has the option, or
 * below the name of a command. An option of the command line replaces the same one of the file.
 *
 * @param settings in the order of the file
 */
record Configuration(List<Setting> settings) {
    private static final Configuration NONE = new Configuration(List.of());

    /** What belongs to one command line, or is settled before the file is read. */
    private static final Set<String> NOT_HERE = Set.of("config", "help", "list", "memory", "read", "write");

    /** The user's file, whether it exists or not; null without a home. */
    static @Nullable Path usual(Map<String, String> environment) {
        String base = environment.getOrDefault("XDG_CONFIG_HOME", "");
        String home = environment.getOrDefault("HOME", environment.getOrDefault("APPDATA", ""));
        if (base.isEmpty() && home.isEmpty()) {
            return null;
        }
        return (base.isEmpty() ? Path.of(home, ".config") : Path.of(base)).resolve(Path.of("periplus", "config.yaml"));
    }

    /**
     * Reads the file that a command line names, or else the user's.
     *
     * @param named value of {@code --config}, "none" for no file, or null
     * @param usual the user's file, or null
     */
    static Configuration of(@Nullable String named, @Nullable Path usual, List<Command> commands)
            throws UsageException, IOException {
        if (named != null) {
            return named.equals("none") ? NONE : read(Path.of(named), commands);
        }
        return usual == null || !Files.exists(usual) ? NONE : read(usual, commands);
    }

    /** Returns the words after a command's name, with what the configuration adds. */
    static List<String> applied(Command command, List<String> words, @Nullable Path usual, List<Command> commands)
            throws UsageException, IOException {
        boolean named = words.stream().anyMatch(word -> word.startsWith("--config"));
        if (!command.takes(words) || (!named && (usual == null || !Files.exists(usual)))) {
            return words;
        }
        Arguments given = command.options().parse(words);
        if (given.has("help")) {
            return words;
        }
        List<String> all =
                new ArrayList<>(of(given.get("config"), usual, commands).words(command.name(), given));
        all.addAll(words);
        return all;
    }

    private static Configuration read(Path file, List<Command> commands) throws UsageException, IOException {
        Map<String, Map<String, Boolean>> known = new LinkedHashMap<>();
        for (Command command : commands) {
            Map<String, Boolean> options = new LinkedHashMap<>();
            command.options()
                    .complete()
                    .groups()
                    .values()
                    .forEach(group -> group.forEach(option -> options.put(option.getLongOpt(), option.hasArg())));
            known.put(command.name(), options);
        }
        return new Configuration(new OptionFile(known, NOT_HERE).read(file));
    }

    /** Returns the words to add to a command line: settings of options that it does not give. */
    List<String> words(String command, Arguments given) {
        List<String> words = new ArrayList<>();
        for (Setting setting : settings) {
            boolean meant = setting.command().isEmpty()
                    ? given.knows(setting.option())
                    : setting.command().equals(command);
            if (meant && !given.has(setting.option())) {
                words.addAll(setting.words());
            }
        }
        return words;
    }
}
