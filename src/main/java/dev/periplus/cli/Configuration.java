package dev.periplus.cli;

import dev.periplus.rulefile.RuleError;
import dev.periplus.rulefile.Yaml;
import dev.periplus.text.Nearest;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.commons.cli.Option;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;

/**
 * Options that a user wants always: a YAML file of option names and values, for every command that has the option, or
 * below the name of a command. An option of the command line replaces the same one of the file.
 *
 * @param settings in the order of the file
 */
record Configuration(List<Setting> settings) {
    private static final Configuration NONE = new Configuration(List.of());
    private static final int LARGEST = 1 << 16;

    /** What belongs to one command line, or is settled before the file is read. */
    private static final Set<String> NOT_HERE = Set.of("config", "help", "list", "memory", "read", "write");

    /**
     * An option.
     *
     * @param command its name, or "" for every command that has the option
     * @param option its long name
     * @param words as on a command line
     * @param line in the file, from 1
     */
    record Setting(String command, String option, List<String> words, int line) {}

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
        if (Files.size(file) > LARGEST) {
            throw new UsageException(file + " is too large for a configuration");
        }
        String text;
        try {
            text = Files.readString(file);
        } catch (CharacterCodingException e) {
            throw new UsageException(file + " is not text in UTF-8");
        }
        List<RuleError> errors = new ArrayList<>();
        List<Setting> settings = new ArrayList<>();
        if (text.lines().anyMatch(line -> !line.isBlank() && !line.startsWith("#"))) {
            Yaml yaml = new Yaml(file.toString(), text, errors);
            MappingNode root = yaml.root();
            if (root != null) {
                new Reader(yaml, commands, settings).read(root);
            }
        }
        if (!errors.isEmpty()) {
            throw new UsageException(
                    errors.get(0).toString(),
                    errors.stream().skip(1).map(RuleError::toString).toList());
        }
        return new Configuration(settings);
    }

    /** Returns the words to add to a command line: settings of options that it does not give. */
    List<String> words(String command, Arguments given) {
        List<String> words = new ArrayList<>();
        for (Setting setting : settings) {
            boolean meant = setting.command.isEmpty() ? given.knows(setting.option) : setting.command.equals(command);
            if (meant && !given.has(setting.option)) {
                words.addAll(setting.words);
            }
        }
        return words;
    }

    /** Reads the keys of a file. */
    private record Reader(Yaml yaml, List<Command> commands, List<Setting> settings) {
        void read(MappingNode root) {
            Set<String> options = new TreeSet<>();
            commands.forEach(command -> options.addAll(names(command)));
            for (NodeTuple tuple : root.getValue()) {
                String key = yaml.text(tuple.getKeyNode());
                Command command = command(key);
                if (command != null && tuple.getValueNode() instanceof MappingNode section) {
                    section.getValue().forEach(one -> setting(command.name(), one, List.of(command), names(command)));
                } else {
                    setting("", tuple, commands, options);
                }
            }
        }

        private @Nullable Command command(String name) {
            return commands.stream()
                    .filter(command -> command.name().equals(name))
                    .findFirst()
                    .orElse(null);
        }

        private static List<String> names(Command command) {
            return command.options().complete().groups().values().stream()
                    .flatMap(List::stream)
                    .map(Option::getLongOpt)
                    .toList();
        }

        private void setting(String command, NodeTuple tuple, List<Command> whose, Collection<String> known) {
            Node at = tuple.getKeyNode();
            String key = yaml.text(at);
            if (NOT_HERE.contains(key)) {
                yaml.error(at, "'" + key + "' belongs on the command line");
                return;
            }
            if (!known.contains(key)) {
                String nobody = command.isEmpty() ? "no command has" : command + " does not have";
                yaml.error(at, nobody + " the option '" + key + "'" + Nearest.question(key, known));
                return;
            }
            List<String> words = words(key, tuple.getValueNode(), takesValue(key, whose));
            if (!words.isEmpty()) {
                settings.add(new Setting(command, key, words, Yaml.line(at)));
            }
        }

        private static boolean takesValue(String key, List<Command> whose) {
            return whose.stream()
                    .flatMap(command -> command.options().complete().groups().values().stream())
                    .flatMap(List::stream)
                    .anyMatch(option -> key.equals(option.getLongOpt()) && option.hasArg());
        }

        private List<String> words(String key, Node value, boolean takesValue) {
            List<String> words = new ArrayList<>();
            for (String text : yaml.texts(value)) {
                if (takesValue) {
                    words.add("--" + key + "=" + text);
                } else if (text.equals("true")) {
                    words.add("--" + key);
                } else if (!text.equals("false")) {
                    yaml.error(value, "'" + key + "' is true or false");
                }
            }
            return words;
        }
    }
}
