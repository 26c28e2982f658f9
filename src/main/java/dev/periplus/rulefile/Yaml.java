package dev.periplus.rulefile;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * A YAML file as nodes with line numbers. Collects errors in a list, so that all errors of a file are found at once.
 */
public final class Yaml {
    static final String ENDING = ".yaml";

    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]*");

    private final String file;
    private final String text;
    private final List<RuleError> errors;

    /**
     * @param file name of the file in errors
     * @param errors receives the errors
     */
    public Yaml(String file, String text, List<RuleError> errors) {
        this.file = file;
        this.text = text;
        this.errors = errors;
    }

    /** Returns the root mapping; null if the file is not a mapping, which is reported as an error. */
    public @Nullable MappingNode root() {
        int before = errors.size();
        if (compose() instanceof MappingNode mapping) {
            return mapping;
        }
        if (errors.size() == before) {
            error(1, "expected a file of keys and values (key: value)");
        }
        return null;
    }

    /** Returns the entries of a file that is a list. */
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

    /** Returns the entries of a file that is a list, by id; a duplicate id is an error. */
    public <T extends RuleEntry> Map<String, T> byId(EntryReader<T> reader) {
        Map<String, T> entries = new LinkedHashMap<>();
        for (MappingNode mapping : mappings()) {
            T entry = reader.entry(mapping);
            if (entry != null && entries.putIfAbsent(entry.id(), entry) != null) {
                error(mapping, "duplicate id '" + entry.id() + "'");
            }
        }
        return entries;
    }

    /** The mappings of a file that is a list; anything else in it is an error. */
    private List<MappingNode> mappings() {
        int before = errors.size();
        List<MappingNode> mappings = new ArrayList<>();
        if (compose() instanceof SequenceNode list) {
            for (Node item : list.getValue()) {
                if (item instanceof MappingNode mapping) {
                    mappings.add(mapping);
                } else {
                    error(item, "expected an entry of keys and values (key: value)");
                }
            }
        } else if (errors.size() == before) {
            error(1, "expected a list of entries (- id: ...)");
        }
        return mappings;
    }

    /** Parses the text; null if it is empty or not YAML; the latter is reported as an error. */
    private @Nullable Node compose() {
        try {
            LoadSettings settings = LoadSettings.builder()
                    .setLabel(file)
                    .setMaxAliasesForCollections(0)
                    .setUseMarks(true)
                    .build();
            // As api.lowlevel.Compose, whose package the module of the engine does not export.
            StreamReader reader = new StreamReader(settings, new StringReader(text));
            return new Composer(settings, new ParserImpl(settings, reader))
                    .getSingleNode()
                    .orElse(null);
        } catch (MarkedYamlEngineException e) {
            error(
                    e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1),
                    e.getProblem() == null ? "not YAML" : "not YAML: " + e.getProblem());
        } catch (StackOverflowError e) {
            error(1, "nested too deeply");
        } catch (YamlEngineException e) {
            error(1, String.valueOf(e.getMessage()).lines().findFirst().orElse("not YAML"));
        } catch (IllegalArgumentException e) {
            error(1, "not YAML: " + e.getMessage()); // such as a tag that names nothing
        }
        return null;
    }

    /** Number of errors so far, in all files. */
    public int faults() {
        return errors.size();
    }

    private void error(int line, String message) {
        errors.add(new RuleError(file, line, message));
    }

    public void error(Node at, String message) {
        error(line(at), message);
    }

    /** Line on which a node begins, from 1. */
    public static int line(Node node) {
        return node.getStartMark().map(Mark::getLine).orElse(0) + 1;
    }

    /** Returns the values of a mapping by key; unknown and duplicate keys are errors. */
    public Map<String, Node> entries(MappingNode mapping, List<String> known) {
        Map<String, Node> entries = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            String key = text(tuple.getKeyNode());
            if (!known.contains(key)) {
                error(tuple.getKeyNode(), "unknown key '" + key + "'; known are " + String.join(", ", known));
            } else if (entries.put(key, tuple.getValueNode()) != null) {
                error(tuple.getKeyNode(), "duplicate key '" + key + "'");
            }
        }
        return entries;
    }

    /** Returns the text of a scalar, "" for null; anything else is an error and yields "". */
    public String text(@Nullable Node node) {
        if (node instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        if (node != null) {
            error(node, "expected a single value, not a list or a mapping");
        }
        return "";
    }

    /** Returns the items of a sequence, or the single node as the only item; empty for null. */
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

    /** Returns the text of a key; a missing or blank one is an error at the mapping. */
    public String required(Map<String, Node> entries, String key, Node at) {
        String value = text(entries.get(key));
        if (value.isBlank()) {
            error(at, key + " is missing");
        }
        return value;
    }

    /** Returns the value of {@code id}, which must be the name of the file without its ending. */
    public String idOfFile(Map<String, Node> entries, Node at) {
        String id = id(entries, at);
        if (ID.matcher(id).matches() && !id.equals(name())) {
            error(at, "id '" + id + "' differs from the file name; it must be '" + name() + "'");
        }
        return id;
    }

    /** Name of the file without folder and ending. */
    private String name() {
        String name = file.substring(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
        return name.endsWith(ENDING) ? name.substring(0, name.length() - ENDING.length()) : name;
    }

    /** Returns the value of {@code id}. */
    public String id(Map<String, Node> entries, Node at) {
        return identifier(entries, "id", at);
    }

    /** Returns the text of a key, which must be a valid id. */
    public String identifier(Map<String, Node> entries, String key, Node at) {
        String text = required(entries, key, at);
        if (!text.isBlank() && !ID.matcher(text).matches()) {
            error(
                    entries.getOrDefault(key, at),
                    "invalid " + key + " '" + text + "'; use lower-case letters, digits and hyphens");
        }
        return text;
    }

    /** Returns the value of {@code category}, which must be one of {@code known}. */
    public String category(Map<String, Node> entries, Node at, Set<String> known) {
        List<String> sorted = known.stream().sorted().toList();
        String category = oneOf(entries, "category", at, sorted, Function.identity());
        return category == null ? "" : category;
    }

    /**
     * Returns the member of {@code known} whose word is the value of a key; null if there is none, which is an error.
     */
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
