package dev.periplus.review;

import dev.periplus.answer.Severity;
import dev.periplus.rule.RuleError;
import dev.periplus.rule.RuleSet;
import dev.periplus.rule.Yaml;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads a file {@code findings.yaml}. */
final class FindingReader {
    private static final List<String> KEYS = List.of(
            "id", "when", "severity", "labels", "categories", "user", "companions", "together", "title", "means");

    private final Yaml yaml;
    private final RuleSet rules;

    /** @param rules that hold the labels the file may name */
    FindingReader(String file, RuleSet rules, List<RuleError> errors) {
        yaml = new Yaml(file, errors);
        this.rules = rules;
    }

    /** The entries by id; what is wrong with the others, the errors say. */
    Map<String, FindingRule> read(String text) {
        Map<String, FindingRule> entries = new LinkedHashMap<>();
        for (MappingNode mapping : yaml.mappings(text)) {
            FindingRule entry = entry(mapping);
            if (entry != null && entries.putIfAbsent(entry.id(), entry) != null) {
                yaml.error(mapping, "the id '" + entry.id() + "' is taken");
            }
        }
        return entries;
    }

    private @Nullable FindingRule entry(MappingNode mapping) {
        Map<String, Node> fields = yaml.entries(mapping, KEYS);
        String id = yaml.id(fields, mapping);
        FindingRule.When when = when(yaml.required(fields, "when", mapping), mapping);
        Severity severity = severity(yaml.required(fields, "severity", mapping), mapping);
        String user = yaml.text(fields.get("user"));
        boolean needsUser = when == FindingRule.When.NO_COMPANION;
        if (needsUser == user.isEmpty()) {
            yaml.error(mapping, "user and companions belong to when: no-companion");
        }
        String title = yaml.required(fields, "title", mapping);
        String means = yaml.required(fields, "means", mapping);
        if (when == null || severity == null) {
            return null;
        }
        return new FindingRule(
                id,
                when,
                severity,
                labels(fields.get("labels")),
                yaml.texts(fields.get("categories")),
                user.isEmpty() ? null : user,
                labels(fields.get("companions")),
                yaml.items(fields.get("together")).stream().map(this::labels).toList(),
                title,
                means);
    }

    private FindingRule.@Nullable When when(String word, Node at) {
        for (FindingRule.When when : FindingRule.When.values()) {
            if (when.word().equals(word)) {
                return when;
            }
        }
        String known = Arrays.stream(FindingRule.When.values())
                .map(FindingRule.When::word)
                .collect(Collectors.joining(", "));
        yaml.error(at, "unknown when '" + word + "'; known are " + known);
        return null;
    }

    private @Nullable Severity severity(String word, Node at) {
        Severity severity = Severity.of(word);
        if (severity == null) {
            yaml.error(at, "unknown severity '" + word + "'; known are info, low, medium, high, critical");
        }
        return severity;
    }

    private List<String> labels(@Nullable Node list) {
        for (Node item : yaml.items(list)) {
            if (rules.protocol(yaml.text(item)) == null) {
                yaml.error(item, "no protocol has the id '" + yaml.text(item) + "'");
            }
        }
        return yaml.texts(list);
    }
}
