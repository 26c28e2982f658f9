package dev.periplus.review;

import dev.periplus.answer.Severity;
import dev.periplus.rule.RuleSet;
import dev.periplus.rulefile.EntryReader;
import dev.periplus.rulefile.Yaml;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads the entries of {@code findings.yaml}. */
final class FindingReader implements EntryReader<FindingRule> {
    private static final List<String> KEYS = List.of(
            "id",
            "when",
            "severity",
            "techniques",
            "labels",
            "except",
            "categories",
            "user",
            "companions",
            "together",
            "title",
            "means");

    private final Yaml yaml;
    private final RuleSet rules;

    /** @param rules the rules whose labels the file may use */
    FindingReader(Yaml yaml, RuleSet rules) {
        this.yaml = yaml;
        this.rules = rules;
    }

    @Override
    public @Nullable FindingRule entry(MappingNode mapping) {
        Map<String, Node> fields = yaml.entries(mapping, KEYS);
        String id = yaml.id(fields, mapping);
        FindingRule.When when =
                yaml.oneOf(fields, "when", mapping, List.of(FindingRule.When.values()), FindingRule.When::word);
        Severity severity = yaml.oneOf(fields, "severity", mapping, List.of(Severity.values()), Severity::word);
        String user = yaml.text(fields.get("user"));
        boolean needsUser = when == FindingRule.When.NO_COMPANION;
        if (needsUser == user.isEmpty()) {
            yaml.error(mapping, "user and companions are required with when: no-companion, and not allowed otherwise");
        }
        String title = yaml.required(fields, "title", mapping);
        String means = yaml.required(fields, "means", mapping);
        boolean ofApplications = when == FindingRule.When.APPLICATION;
        List<String> labels = ofApplications ? applications(fields.get("labels")) : labels(fields.get("labels"));
        List<String> except = ofApplications ? applications(fields.get("except")) : labels(fields.get("except"));
        List<String> categories = yaml.texts(fields.get("categories"));
        List<String> techniques = techniques(fields.get("techniques"));
        List<String> companions = labels(fields.get("companions"));
        List<List<String>> together =
                yaml.items(fields.get("together")).stream().map(this::labels).toList();
        return when == null || severity == null
                ? null
                : new FindingRule(
                        id,
                        when,
                        severity,
                        techniques,
                        labels,
                        except,
                        categories,
                        user.isEmpty() ? null : user,
                        companions,
                        together,
                        title,
                        means);
    }

    private List<String> techniques(@Nullable Node list) {
        List<String> techniques = new ArrayList<>();
        for (Node item : yaml.items(list)) {
            String technique = yaml.text(item);
            if (!technique.matches("T\\d{4}(\\.\\d{3})?")) {
                yaml.error(item, "a technique of MITRE ATT&CK looks like T1571 or T1021.004");
            }
            techniques.add(technique);
        }
        return techniques;
    }

    private List<String> applications(@Nullable Node list) {
        for (Node item : yaml.items(list)) {
            String id = yaml.text(item);
            if (rules.services().all().stream()
                    .noneMatch(service -> service.id().equals(id))) {
                yaml.error(item, "no application has the id '" + id + "'");
            }
        }
        return yaml.texts(list);
    }

    private List<String> labels(@Nullable Node list) {
        List<String> labels = new ArrayList<>();
        for (Node item : yaml.items(list)) {
            String label = yaml.text(item);
            if (rules.protocol(label) == null) {
                yaml.error(item, "no protocol has the id '" + label + "'");
            }
            labels.add(label);
        }
        return labels;
    }
}
