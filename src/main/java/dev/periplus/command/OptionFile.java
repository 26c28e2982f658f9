package dev.periplus.command;

import dev.periplus.rulefile.RuleError;
import dev.periplus.rulefile.Yaml;
import dev.periplus.text.Nearest;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;

/**
 * Options that a user wants always: a YAML file of option names and values, for every command that has the option, or below
 * the name of a command.
 */
public final class OptionFile {
    private static final int LARGEST = 1 << 16;

    private final Map<String, Map<String, Boolean>> commands;
    private final Map<String, Boolean> options = new HashMap<>();
    private final Set<String> refused;

    /**
     * An option that the file sets.
     *
     * @param command its name, or "" for every command that has the option
     * @param option its long name
     * @param words as on a command line
     * @param line in the file, from 1
     */
    public record Setting(String command, String option, List<String> words, int line) {
        /** Copies the words. */
        public Setting {
            words = List.copyOf(words);
        }
    }

    /**
     * Files of these options.
     *
     * @param commands by name, the long names of their options, each with whether it takes a value
     * @param refused options that a file may not set
     */
    public OptionFile(Map<String, Map<String, Boolean>> commands, Set<String> refused) {
        this.commands = commands;
        this.refused = refused;
        commands.values()
                .forEach(known -> known.forEach((name, value) -> options.merge(name, value, Boolean::logicalOr)));
    }

    /**
     * Reads a file.
     *
     * @return what it sets, in the order of the file
     * @throws UsageException with every error, as {@code file:line: message}
     */
    public List<Setting> read(Path file) throws UsageException, IOException {
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
                new Keys(yaml, settings).read(root);
            }
        }
        if (!errors.isEmpty()) {
            throw new UsageException(
                    errors.get(0).toString(),
                    errors.stream().skip(1).map(RuleError::toString).toList());
        }
        return settings;
    }

    /** Reads the keys of a file. */
    private final class Keys {
        private final Yaml yaml;
        private final List<Setting> settings;

        Keys(Yaml yaml, List<Setting> settings) {
            this.yaml = yaml;
            this.settings = settings;
        }

        void read(MappingNode root) {
            for (NodeTuple tuple : root.getValue()) {
                String key = yaml.text(tuple.getKeyNode());
                Map<String, Boolean> own = commands.get(key);
                if (own != null && tuple.getValueNode() instanceof MappingNode section) {
                    section.getValue().forEach(one -> setting(key, one, own));
                } else {
                    setting("", tuple, options);
                }
            }
        }

        private void setting(String command, NodeTuple tuple, Map<String, Boolean> known) {
            Node at = tuple.getKeyNode();
            String key = yaml.text(at);
            if (refused.contains(key)) {
                yaml.error(at, "'" + key + "' belongs on the command line");
                return;
            }
            Boolean takesValue = known.get(key);
            if (takesValue == null) {
                String nobody = command.isEmpty() ? "no command has" : command + " does not have";
                List<String> names = known.keySet().stream().sorted().toList();
                yaml.error(at, nobody + " the option '" + key + "'" + Nearest.question(key, names));
                return;
            }
            List<String> words = words(key, tuple.getValueNode(), takesValue);
            if (!words.isEmpty()) {
                settings.add(new Setting(command, key, words, Yaml.line(at)));
            }
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
