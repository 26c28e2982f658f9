package dev.periplus.review;

import dev.periplus.answer.Severity;
import dev.periplus.rulefile.RuleEntry;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How something that a review looks for is called, and how grave it is.
 *
 * @param id lower case with hyphens, unique
 * @param labels it is about, empty for all
 * @param categories of protocols it is about, empty for all
 * @param user the known user of ports it is about, or null
 * @param companions labels, one of which the server speaks where the user is there
 * @param together lists of labels that share a port as they are meant to
 * @param title with places in braces
 * @param means what it may mean, and what to look at
 */
public record FindingRule(
        String id,
        When when,
        Severity severity,
        List<String> labels,
        List<String> categories,
        @Nullable String user,
        List<String> companions,
        List<List<String>> together,
        String title,
        String means)
        implements RuleEntry {
    /** What was seen. */
    public enum When {
        NOT_AS_REGISTERED,
        KNOWN_USER,
        UNNAMED,
        UNNAMED_ALIKE,
        SEVERAL_PROTOCOLS,
        CHANGED_PROTOCOL,
        SCAN,
        SPOKEN,
        NO_COMPANION,
        PROCESS,
        NOT_AS_ACCEPTED,
        ACCEPTANCE_EXPIRED;

        /** As it is written in the file. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    public FindingRule {
        labels = List.copyOf(labels);
        categories = List.copyOf(categories);
        companions = List.copyOf(companions);
        together = List.copyOf(together);
    }

    /** Whether it is about a label of this category. */
    boolean fits(String label, String category) {
        return (labels.isEmpty() || labels.contains(label)) && (categories.isEmpty() || categories.contains(category));
    }
}
