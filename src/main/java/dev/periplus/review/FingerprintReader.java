package dev.periplus.review;

import dev.periplus.rule.RuleError;
import dev.periplus.rule.Yaml;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads a file {@code fingerprints.yaml}. */
final class FingerprintReader {
    private static final List<String> KEYS = List.of("id", "field", "side", "name", "with", "without");
    private static final Pattern FIELD = Pattern.compile("[a-z0-9_-]+\\.[a-z0-9_-]+");

    private final Yaml yaml;

    FingerprintReader(String file, List<RuleError> errors) {
        yaml = new Yaml(file, errors);
    }

    /** The entries by id; what is wrong with the others, the errors say. */
    Map<String, FingerprintRule> read(String text) {
        Map<String, FingerprintRule> entries = new LinkedHashMap<>();
        for (MappingNode mapping : yaml.mappings(text)) {
            FingerprintRule entry = entry(mapping);
            if (entry != null && entries.putIfAbsent(entry.id(), entry) != null) {
                yaml.error(mapping, "the id '" + entry.id() + "' is taken");
            }
        }
        return entries;
    }

    private @Nullable FingerprintRule entry(MappingNode mapping) {
        Map<String, Node> fields = yaml.entries(mapping, KEYS);
        String id = yaml.id(fields, mapping);
        String field = field(yaml.required(fields, "field", mapping), mapping);
        FingerprintRule.Side side = side(yaml.required(fields, "side", mapping), mapping);
        String name = yaml.required(fields, "name", mapping);
        Node with = fields.get("with");
        String other = with == null ? null : field(yaml.text(with), with);
        List<Pattern> without = patterns(fields.get("without"));
        return field == null || side == null ? null : new FingerprintRule(id, field, side, name, other, without);
    }

    private @Nullable String field(String text, Node at) {
        if (!FIELD.matcher(text).matches()) {
            yaml.error(at, "a field is a group and a key as tls.ja4, not '" + text + "'");
            return null;
        }
        return text;
    }

    private FingerprintRule.@Nullable Side side(String word, Node at) {
        for (FingerprintRule.Side side : FingerprintRule.Side.values()) {
            if (side.word().equals(word)) {
                return side;
            }
        }
        yaml.error(at, "unknown side '" + word + "'; known are server, client");
        return null;
    }

    private List<Pattern> patterns(@Nullable Node list) {
        List<Pattern> patterns = new ArrayList<>();
        for (Node item : yaml.items(list)) {
            try {
                patterns.add(Pattern.compile(yaml.text(item)));
            } catch (PatternSyntaxException e) {
                yaml.error(item, "no regular expression: " + e.getDescription());
            }
        }
        return patterns;
    }
}
