package dev.periplus.registry;

import dev.periplus.registry.KnownUserEntry.Field;
import dev.periplus.registry.KnownUserEntry.Item;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Takes a list of known users apart as YAML of any form. */
final class KnownUsersYaml {
    private final String file;
    private final List<String> faults;

    KnownUsersYaml(String file, List<String> faults) {
        this.file = file;
        this.faults = faults;
    }

    List<KnownUserEntry> read(String yaml) {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(file)
                .setMaxAliasesForCollections(0)
                .setAllowDuplicateKeys(false)
                .build();
        List<KnownUserEntry> entries = new ArrayList<>();
        try {
            Optional<Node> root = new Compose(settings).composeString(yaml);
            if (root.isEmpty() || !(root.get() instanceof SequenceNode list)) {
                faults.add(file + ":1: a list of known users was expected");
                return entries;
            }
            for (Node item : list.getValue()) {
                if (item instanceof MappingNode mapping) {
                    entries.add(entry(mapping));
                } else {
                    faults.add(file + ":" + line(item) + ": a known user with id, name, ports and so on was expected");
                }
            }
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
            faults.add(file + ":" + line + ": " + Texts.clean(e.getProblem()));
        } catch (StackOverflowError e) {
            faults.add(file + ":1: nested too deeply");
        } catch (YamlEngineException e) {
            faults.add(file + ":1: " + Texts.clean(String.valueOf(e.getMessage())));
        }
        return entries;
    }

    private KnownUserEntry entry(MappingNode mapping) {
        KnownUserEntry entry = KnownUserEntry.at(line(mapping));
        for (NodeTuple tuple : mapping.getValue()) {
            String key = text(tuple.getKeyNode());
            if (entry.fields().put(key, field(tuple)) != null) {
                faults.add(file + ":" + line(tuple.getKeyNode()) + ": the field " + Texts.shortened(key)
                        + " is there twice");
            }
        }
        return entry;
    }

    private static Field field(NodeTuple tuple) {
        int line = line(tuple.getKeyNode());
        Node value = tuple.getValueNode();
        if (value instanceof SequenceNode list) {
            List<Item> items = list.getValue().stream()
                    .map(item -> new Item(line(item), text(item)))
                    .toList();
            return new Field(line, true, items);
        }
        return new Field(line, false, List.of(new Item(line(value), text(value))));
    }

    private static int line(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
    }

    private static String text(Node node) {
        return node instanceof ScalarNode scalar ? scalar.getValue() : "";
    }
}
