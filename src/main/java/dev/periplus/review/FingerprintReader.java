package dev.periplus.review;

import dev.periplus.rulefile.EntryReader;
import dev.periplus.rulefile.Yaml;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads the entries of {@code fingerprints.yaml}. */
final class FingerprintReader implements EntryReader<FingerprintRule> {
    private static final List<String> KEYS = List.of("id", "field", "side", "name", "with", "without");
    private static final Pattern FIELD = Pattern.compile("[a-z0-9_-]+\\.[a-z0-9_-]+");

    private final Yaml yaml;

    FingerprintReader(Yaml yaml) {
        this.yaml = yaml;
    }

    @Override
    public @Nullable FingerprintRule entry(MappingNode mapping) {
        Map<String, Node> fields = yaml.entries(mapping, KEYS);
        String id = yaml.id(fields, mapping);
        String field = field(yaml.required(fields, "field", mapping), mapping);
        FingerprintRule.Side side =
                yaml.oneOf(fields, "side", mapping, List.of(FingerprintRule.Side.values()), FingerprintRule.Side::word);
        String name = yaml.required(fields, "name", mapping);
        Node with = fields.get("with");
        String other = with == null ? null : field(yaml.text(with), with);
        List<Pattern> without = patterns(fields.get("without"));
        return field == null || side == null ? null : new FingerprintRule(id, field, side, name, other, without);
    }

    private @Nullable String field(String text, Node at) {
        if (!FIELD.matcher(text).matches()) {
            yaml.error(at, "a field is a group and a key, such as tls.ja4, not '" + text + "'");
            return null;
        }
        return text;
    }

    private List<Pattern> patterns(@Nullable Node list) {
        List<Pattern> patterns = new ArrayList<>();
        for (Node item : yaml.items(list)) {
            try {
                patterns.add(Pattern.compile(yaml.text(item)));
            } catch (PatternSyntaxException e) {
                yaml.error(item, "not a regular expression: " + e.getDescription());
            }
        }
        return patterns;
    }
}
