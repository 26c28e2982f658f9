package dev.periplus.rule;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]*");

    private final String file;
    private final List<RuleError> errors;

    public Yaml(String file, List<RuleError> errors) {
        this.file = file;
        this.errors = errors;
    }

    /** The root mapping, or null where the file is no mapping; that is then an error. */
    @Nullable
    MappingNode root(String text) {
        int before = errors.size();
        if (compose(text) instanceof MappingNode mapping) {
            return mapping;
        }
        if (errors.size() == before) {
            error(1, "the file is no mapping");
        }
        return null;
    }

    /** The mappings of a file that is a list of them; all else in it is an error. */
    public List<MappingNode> mappings(String text) {
        int before = errors.size();
        List<MappingNode> mappings = new ArrayList<>();
        if (compose(text) instanceof SequenceNode list) {
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
    private @Nullable Node compose(String text) {
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
    int faults() {
        return errors.size();
    }

    public void error(int line, String message) {
        errors.add(new RuleError(file, line, message));
    }

    public void error(Node at, String message) {
        error(line(at), message);
    }

    static int line(Node node) {
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
    public String id(Map<String, Node> entries, Node at, String expected) {
        String id = id(entries, at);
        if (ID.matcher(id).matches() && !id.equals(expected)) {
            error(at, "id '" + id + "' differs from the file's name");
        }
        return id;
    }

    /** The entry {@code id}. */
    public String id(Map<String, Node> entries, Node at) {
        String id = required(entries, "id", at);
        if (!ID.matcher(id).matches()) {
            error(at, "id '" + id + "' must be lower-case letters, digits and hyphens");
        }
        return id;
    }

    /** The entry {@code category}, which must be one of those known. */
    String category(Map<String, Node> entries, Node at, Set<String> known) {
        String category = required(entries, "category", at);
        if (!known.contains(category)) {
            error(
                    at,
                    "unknown category '" + category + "'; known are "
                            + String.join(", ", known.stream().sorted().toList()));
        }
        return category;
    }
}
