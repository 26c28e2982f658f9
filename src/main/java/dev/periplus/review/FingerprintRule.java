package dev.periplus.review;

import dev.periplus.rulefile.RuleEntry;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A field of records that tells one program from another.
 *
 * @param id lower case with hyphens, unique
 * @param field group and key of the metadata, a dot between them
 * @param name for people
 * @param with the field that must differ as well, or null
 * @param without parts of the value that change with the session
 */
public record FingerprintRule(
        String id,
        String field,
        Side side,
        String name,
        @Nullable String with,
        List<Pattern> without) implements RuleEntry {
    private static final String LEFT_OUT = "…";

    /** Whose program it tells. */
    public enum Side {
        SERVER,
        CLIENT;

        /** As it is written in the file. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public FingerprintRule {
        without = List.copyOf(without);
    }

    /** What of a value is the same in every session. */
    public String lasting(String value) {
        String lasting = value;
        for (Pattern part : without) {
            lasting = part.matcher(lasting).replaceAll(LEFT_OUT);
        }
        return lasting;
    }
}
