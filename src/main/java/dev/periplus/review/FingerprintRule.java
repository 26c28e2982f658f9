package dev.periplus.review;

import dev.periplus.rulefile.RuleEntry;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A record field that distinguishes one program from another.
 *
 * @param id lower case with hyphens, unique
 * @param field metadata group and key, separated by a dot
 * @param name shown to users
 * @param with a field that must differ as well, or null
 * @param without parts of the value that change from session to session
 */
public record FingerprintRule(
        String id,
        String field,
        Side side,
        String name,
        @Nullable String with,
        List<Pattern> without) implements RuleEntry {
    private static final String LEFT_OUT = "…";

    /** The side whose program it identifies. */
    public enum Side {
        SERVER,
        CLIENT;

        /** The word for it in the file. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public FingerprintRule {
        without = List.copyOf(without);
    }

    /** Returns the value with the parts that change from session to session replaced by "…". */
    public String lasting(String value) {
        String lasting = value;
        for (Pattern part : without) {
            lasting = part.matcher(lasting).replaceAll(LEFT_OUT);
        }
        return lasting;
    }
}
