package dev.periplus.review;

import dev.periplus.answer.Metadata;
import dev.periplus.memory.Quota;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The fingerprints of a service or host: the values of each field. Fields with too many values cannot be compared. */
final class Fingerprints {
    private static final int MOST_VALUES = 32;

    private final Map<String, Set<String>> values = new LinkedHashMap<>();
    private final Set<String> overfull = new HashSet<>();

    /** Adds the fingerprints of one side of a flow. */
    void add(Metadata metadata, FingerprintRule.Side side, FingerprintRules rules, Quota quota) {
        for (int i = 0; i < metadata.size(); i++) {
            FingerprintRule rule = rules.of(metadata.group(i), metadata.key(i));
            if (rule != null && rule.side() == side) {
                add(rule.field(), rule.lasting(metadata.value(i)), quota);
            }
        }
    }

    private void add(String field, String value, Quota quota) {
        Set<String> known = values.computeIfAbsent(field, made -> new TreeSet<>());
        if (known.contains(value)) {
            return;
        }
        if (known.size() < MOST_VALUES && quota.take()) {
            known.add(value);
        } else {
            overfull.add(field);
        }
    }

    /** Values of a field, sorted. */
    Set<String> of(String field) {
        return values.getOrDefault(field, Set.of());
    }

    /** Whether values of the field are missing because there are too many. */
    boolean isOverfull(String field) {
        return overfull.contains(field);
    }

    int overfull() {
        return overfull.size();
    }
}
