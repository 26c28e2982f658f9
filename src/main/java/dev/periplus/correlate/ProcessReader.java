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

/** Reads the entries of a file {@code processes.yaml}. */
final class ProcessReader implements EntryReader<ProcessRule> {
    private static final List<String> KEYS =
            List.of("id", "name", "processes", "services", "speaks", "serves", "asks", "references");
    private static final Pattern PROCESS = Pattern.compile("[^\\p{Lu}/\\\\]{1,64}");

    private final Yaml yaml;
    private final RuleSet rules;

    /** @param rules that hold the labels the file may name */
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
            yaml.error(mapping, "at least one of processes and services is needed");
        }
        List<String> serves = labels(fields, "serves");
        List<String> asks = labels(fields, "asks");
        if (serves == null && asks == null) {
            yaml.error(mapping, "at least one of speaks, serves and asks is needed");
        }
        List<String> references = yaml.texts(fields.get("references"));
        if (references.isEmpty()) {
            yaml.error(mapping, "at least one reference is needed: where it is said what the program speaks");
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
                        "'" + pattern + "' is no process name in lower case without folder and .exe; * may follow it");
            }
            names.add(new ProcessName(pattern));
        }
        return names;
    }

    /** What it speaks in one role, in either included; null where the file says neither. */
    private @Nullable List<String> labels(Map<String, Node> fields, String role) {
        Set<String> labels = new LinkedHashSet<>();
        boolean said = false;
        for (String key : List.of("speaks", role)) {
            said |= fields.containsKey(key);
            for (Node item : yaml.items(fields.get(key))) {
                String label = yaml.text(item);
                if (rules.protocol(label) == null && !(key.equals("speaks") && role.equals("asks"))) {
                    yaml.error(item, "no protocol has the id '" + label + "'");
                }
                labels.add(label);
            }
        }
        return said ? List.copyOf(labels) : null;
    }
}
