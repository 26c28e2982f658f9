package dev.periplus.review;

import dev.periplus.rulefile.RuleFile;
import dev.periplus.rulefile.RuleFolder;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which fields of records are fingerprints, and of which side, from {@code fingerprints.yaml}. Immutable. */
public final class FingerprintRules {
    private final List<FingerprintRule> entries;
    private final Map<String, Map<String, FingerprintRule>> byGroup = new HashMap<>();

    private FingerprintRules(Collection<FingerprintRule> entries) {
        this.entries = List.copyOf(entries);
        for (FingerprintRule entry : entries) {
            int dot = entry.field().indexOf('.');
            byGroup.computeIfAbsent(entry.field().substring(0, dot), made -> new HashMap<>())
                    .put(entry.field().substring(dot + 1), entry);
        }
    }

    /** The packaged list, with what a folder of rules adds or, under the same id, puts in its place. */
    public static FingerprintRules load(RuleFolder folder) {
        return new FingerprintRules(
                folder.entries(RuleFile.FINGERPRINTS, FingerprintReader::new).values());
    }

    /** In the order of the file. */
    public List<FingerprintRule> entries() {
        return entries;
    }

    /** The entry of a field, or null where it is no fingerprint; of several entries the last. */
    public @Nullable FingerprintRule of(String group, String key) {
        Map<String, FingerprintRule> keys = byGroup.get(group);
        return keys == null ? null : keys.get(key);
    }
}
