package dev.periplus.registry;

import dev.periplus.address.Transport;
import dev.periplus.rulefile.EntryReader;
import dev.periplus.rulefile.Yaml;
import dev.periplus.text.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads the entries of {@code ranges.yaml}. */
final class KnownUserReader implements EntryReader<KnownUser> {
    private static final List<String> KEYS = List.of(
            "id",
            "name",
            "label",
            "transport",
            "ports",
            "allocation",
            "grade",
            "sources",
            "corroborated-by",
            "refuted-by",
            "notes");

    private final Yaml yaml;

    KnownUserReader(Yaml yaml) {
        this.yaml = yaml;
    }

    @Override
    public @Nullable KnownUser entry(MappingNode mapping) {
        Map<String, Node> fields = yaml.entries(mapping, KEYS);
        String id = yaml.id(fields, mapping);
        String label = fields.containsKey("label") ? yaml.identifier(fields, "label", mapping) : null;
        String name = text(fields, "name", mapping);
        List<Integer> transports = list(fields, "transport", mapping, KnownUserReader::transport);
        List<PortRange> ports = list(fields, "ports", mapping, PortRange::parse);
        Allocation allocation =
                yaml.oneOf(fields, "allocation", mapping, List.of(Allocation.values()), Allocation::word);
        KnownUser.Grade grade =
                yaml.oneOf(fields, "grade", mapping, List.of(KnownUser.Grade.values()), KnownUser.Grade::word);
        List<String> sources = list(fields, "sources", mapping, KnownUserReader::some);
        String corroborated = text(fields, "corroborated-by", mapping);
        String refuted = fields.containsKey("refuted-by") ? text(fields, "refuted-by", mapping) : null;
        List<String> notes =
                fields.containsKey("notes") ? list(fields, "notes", mapping, KnownUserReader::some) : List.of();
        return allocation == null || grade == null
                ? null
                : new KnownUser(
                        id, name, label, transports, ports, allocation, grade, sources, corroborated, refuted, notes);
    }

    private String text(Map<String, Node> fields, String key, Node at) {
        return Printable.folded(yaml.required(fields, key, at));
    }

    private <T> List<T> list(Map<String, Node> fields, String key, Node at, Function<String, T> as) {
        List<Node> items = yaml.items(fields.get(key));
        if (items.isEmpty()) {
            yaml.error(fields.getOrDefault(key, at), key + " is missing");
        }
        List<T> values = new ArrayList<>();
        for (Node item : items) {
            try {
                values.add(as.apply(Printable.folded(yaml.text(item))));
            } catch (IllegalArgumentException wrong) {
                yaml.error(item, String.valueOf(wrong.getMessage()));
            }
        }
        return values;
    }

    private static String some(String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("empty text; write a sentence or remove the item");
        }
        return text;
    }

    private static Integer transport(String name) {
        int protocol = Transport.number(name.toLowerCase(Locale.ROOT));
        if (protocol < 0) {
            throw new IllegalArgumentException(
                    "\"" + Printable.shortened(name) + "\" is not a transport; known are tcp, udp, sctp, dccp");
        }
        return protocol;
    }
}
