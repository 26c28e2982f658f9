package dev.periplus.rulefile;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** A YAML file as nodes with line numbers; errors go to a list, so that all of a file are found at once. */
public final class Yaml {
    static final String ENDING = ".yaml";

    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]*");

    private final String file;
    private final String text;
    private final List<RuleError> errors;

    /**
     * @param file as errors name it
     * @param errors take what is wrong with it
     */
    public Yaml(String file, String text, List<RuleError> errors) {
        this.file = file;
        this.text = text;
        this.errors = errors;
    }

    /** The root mapping, or null where the file is no mapping; that is then an error. */
    public @Nullable MappingNode root() {
        int before = errors.size();
        if (compose() instanceof MappingNode mapping) {
            return mapping;
        }
        if (errors.size() == before) {
            error(1, "the file is no mapping");
        }
        return null;
    }

    /** The entries of a file that is a list of them. */
    public <T> List<T> list(EntryReader<T> reader) {
        List<T> entries = new ArrayList<>();
        for (MappingNode mapping : mappings()) {
            T entry = reader.entry(mapping);
            if (entry != null) {
                entries.add(entry);
            }
        }
        return entries;
    }

    /** The entries of a file that is a list of them, by id; an id that comes twice is an error. */
    public <T extends RuleEntry> Map<String, T> byId(EntryReader<T> reader) {
        Map<String, T> entries = new LinkedHashMap<>();
        for (MappingNode mapping : mappings()) {
            T entry = reader.entry(mapping);
            if (entry != null && entries.putIfAbsent(entry.id(), entry) != null) {
                error(mapping, "the id '" + entry.id() + "' is taken");
            }
        }
        return entries;
    }

    /** The mappings of a file that is a list of them; all else in it is an error. */
    private List<MappingNode> mappings() {
        int before = errors.size();
        List<MappingNode> mappings = new ArrayList<>();
        if (compose() instanceof SequenceNode list) {
            for (Node item : list.getValue()) {
                if (item instanceof MappingNode mapping) {
                    mappings.add(mapping);
                } else {
                    error(item, "a mapping is expected here");
                }
            }
        } else if (errors.size() == before) {
            error(1, "the file is no list");
        }
        return mappings;
    }

    /** What the text says in YAML, null where it says nothing or is not YAML; the latter is then an error. */
    private @Nullable Node compose() {
        try {
            LoadSettings settings = LoadSettings.builder()
                    .setLabel(file)
                    .setMaxAliasesForCollections(0)
                    .setUseMarks(true)
                    .build();
            return new Compose(settings).composeString(text).orElse(null);
        } catch (MarkedYamlEngineException e) {
            error(
                    e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1),
                    e.getProblem() == null ? "not YAML" : e.getProblem());
        } catch (StackOverflowError e) {
            error(1, "nested too deeply");
        } catch (YamlEngineException e) {
            error(1, String.valueOf(e.getMessage()).lines().findFirst().orElse("not YAML"));
        }
        return null;
    }

    /** How many errors there are so far, of all files. */
    public int faults() {
        return errors.size();
    }

    private void error(int line, String message) {
        errors.add(new RuleError(file, line, message));
    }

    public void error(Node at, String message) {
        error(line(at), message);
    }

    /** Where a node begins, from 1. */
    public static int line(Node node) {
        return node.getStartMark().map(Mark::getLine).orElse(0) + 1;
    }

    /** The entries of a mapping by key; keys not in {@code known} and keys that come twice are errors. */
    public Map<String, Node> entries(MappingNode mapping, List<String> known) {
        Map<String, Node> entries = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            String key = text(tuple.getKeyNode());
            if (!known.contains(key)) {
                error(tuple.getKeyNode(), "unknown key '" + key + "'; known are " + String.join(", ", known));
            } else if (entries.put(key, tuple.getValueNode()) != null) {
                error(tuple.getKeyNode(), "'" + key + "' is given twice");
            }
        }
        return entries;
    }

    /** The text of a scalar; anything else is an error and gives "". */
    public String text(@Nullable Node node) {
        if (node instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        if (node != null) {
            error(node, "text is expected here");
        }
        return "";
    }

    /** The items of a sequence, or the one node itself. */
    public List<Node> items(@Nullable Node node) {
        if (node == null) {
            return List.of();
        }
        return node instanceof SequenceNode sequence ? sequence.getValue() : List.of(node);
    }

    public List<String> texts(@Nullable Node node) {
        List<String> texts = new ArrayList<>();
        for (Node item : items(node)) {
            texts.add(text(item));
        }
        return texts;
    }

    /** The text of an entry; one that is missing or blank is an error at the mapping. */
    public String required(Map<String, Node> entries, String key, Node at) {
        String value = text(entries.get(key));
        if (value.isBlank()) {
            error(at, key + " is missing");
        }
        return value;
    }

    /** The entry {@code id}, which must be what the file's name says. */
    public String idOfFile(Map<String, Node> entries, Node at) {
        String id = id(entries, at);
        if (ID.matcher(id).matches() && !id.equals(name())) {
            error(at, "id '" + id + "' differs from the file's name");
        }
        return id;
    }

    /** The name of the file without folder and ending. */
    private String name() {
        String name = file.substring(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
        return name.endsWith(ENDING) ? name.substring(0, name.length() - ENDING.length()) : name;
    }

    /** The entry {@code id}. */
    public String id(Map<String, Node> entries, Node at) {
        return identifier(entries, "id", at);
    }

    /** The text of an entry, which must have the form of an id. */
    public String identifier(Map<String, Node> entries, String key, Node at) {
        String text = required(entries, key, at);
        if (!text.isBlank() && !ID.matcher(text).matches()) {
            error(
                    entries.getOrDefault(key, at),
                    key + " '" + text + "' must be lower-case letters, digits and hyphens");
        }
        return text;
    }

    /** The entry {@code category}, which must be one of those known. */
    public String category(Map<String, Node> entries, Node at, Set<String> known) {
        List<String> sorted = known.stream().sorted().toList();
        String category = oneOf(entries, "category", at, sorted, Function.identity());
        return category == null ? "" : category;
    }

    /** The entry that is one of those known, by its word; null where it is not, which is then an error. */
    public <T> @Nullable T oneOf(
            Map<String, Node> entries, String key, Node at, List<T> known, Function<T, String> word) {
        String text = required(entries, key, at);
        for (T one : known) {
            if (word.apply(one).equals(text)) {
                return one;
            }
        }
        if (!text.isBlank()) {
            String words = String.join(", ", known.stream().map(word).toList());
            error(entries.getOrDefault(key, at), "unknown " + key + " '" + text + "'; known are " + words);
        }
        return null;
    }
}
