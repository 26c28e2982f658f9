package dev.periplus.correlate;

import dev.periplus.rule.RuleSet;
import dev.periplus.rulefile.EntryReader;
import dev.periplus.rulefile.Yaml;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads the entries of {@code processes.yaml}. */
final class ProcessReader implements EntryReader<ProcessRule> {
    private static final List<String> KEYS =
            List.of("id", "name", "processes", "services", "speaks", "serves", "asks", "references");
    private static final Pattern PROCESS = Pattern.compile("[^\\p{Lu}/\\\\]{1,64}");

    private final Yaml yaml;
    private final RuleSet rules;

    /** @param rules the rules whose labels the file may use */
    ProcessReader(Yaml yaml, RuleSet rules) {
        this.yaml = yaml;
        this.rules = rules;
    }

    @Override
    public ProcessRule entry(MappingNode mapping) {
        Map<String, Node> fields = yaml.entries(mapping, KEYS);
        List<ProcessName> processes = processes(fields.get("processes"));
        List<String> services = yaml.texts(fields.get("services"));
        if (processes.isEmpty() && services.isEmpty()) {
            yaml.error(mapping, "processes or services is missing");
        }
        List<String> serves = labels(fields, "serves");
        List<String> asks = labels(fields, "asks");
        if (serves == null && asks == null) {
            yaml.error(mapping, "speaks, serves or asks is missing");
        }
        List<String> references = yaml.texts(fields.get("references"));
        if (references.isEmpty()) {
            yaml.error(mapping, "references is missing: give at least one source for what the program speaks");
        }
        return new ProcessRule(
                yaml.id(fields, mapping),
                yaml.required(fields, "name", mapping),
                processes,
                services,
                serves,
                asks,
                references);
    }

    private List<ProcessName> processes(@Nullable Node list) {
        List<ProcessName> names = new ArrayList<>();
        for (Node item : yaml.items(list)) {
            String pattern = yaml.text(item);
            if (!PROCESS.matcher(pattern).matches() || pattern.endsWith(".exe") || pattern.startsWith("*")) {
                yaml.error(
                        item,
                        "'" + pattern
                                + "' is not a process name: use lower case without folder or .exe;"
                                + " * may not come first");
            }
            names.add(new ProcessName(pattern));
        }
        return names;
    }

    /** Returns the labels of a role and of {@code speaks}; null if the entry has neither key. */
    private @Nullable List<String> labels(Map<String, Node> fields, String role) {
        Set<String> labels = new LinkedHashSet<>();
        boolean present = false;
        for (String key : List.of("speaks", role)) {
            present |= fields.containsKey(key);
            for (Node item : yaml.items(fields.get(key))) {
                String label = yaml.text(item);
                if (rules.protocol(label) == null && !(key.equals("speaks") && role.equals("asks"))) {
                    yaml.error(item, "no protocol has the id '" + label + "'");
                }
                labels.add(label);
            }
        }
        return present ? List.copyOf(labels) : null;
    }
}
