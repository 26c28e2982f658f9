package dev.periplus.review;

import dev.periplus.rulefile.RuleFile;
import dev.periplus.rulefile.RuleFolder;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The record fields that are fingerprints, and of which side, from {@code fingerprints.yaml}. Immutable. */
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

    /** Loads the packaged list; entries of the folder are added, or replace those of the same id. */
    public static FingerprintRules load(RuleFolder folder) {
        return new FingerprintRules(
                folder.entries(RuleFile.FINGERPRINTS, FingerprintReader::new).values());
    }

    /** All entries, in file order. */
    public List<FingerprintRule> entries() {
        return entries;
    }

    /** Returns the last entry for a field, or null if it is not a fingerprint. */
    public @Nullable FingerprintRule of(String group, String key) {
        Map<String, FingerprintRule> keys = byGroup.get(group);
        return keys == null ? null : keys.get(key);
    }
}
