package dev.periplus.review;

import dev.periplus.rule.EntryFiles;
import dev.periplus.rule.InvalidRulesException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which fields of records are fingerprints, and of which side, from {@code fingerprints.yaml}. Immutable. */
public final class FingerprintRules {
    static final String FILE = "fingerprints.yaml";

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

    /**
     * The packaged list, with what {@code fingerprints.yaml} in a directory of rules adds or puts in its place.
     *
     * @param directory of a user's rules, or null
     * @throws InvalidRulesException with every error of the file
     */
    public static FingerprintRules load(@Nullable Path directory) throws IOException, InvalidRulesException {
        return new FingerprintRules(
                EntryFiles.load(FILE, directory, (file, text, errors) -> new FingerprintReader(file, errors).read(text))
                        .values());
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
