package dev.periplus.review;

import dev.periplus.answer.Severity;
import dev.periplus.rulefile.RuleEntry;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Title, severity and meaning of one kind of finding.
 *
 * @param id lower case with hyphens, unique
 * @param techniques of MITRE ATT&CK that it may be a sign of
 * @param labels it applies to; empty for all; of {@link When#APPLICATION}, applications
 * @param except labels it does not apply to
 * @param categories of protocols it applies to; empty for all
 * @param user id of the known user of ports it applies to, or null
 * @param companions labels, one of which the server must serve if the user is present
 * @param together lists of labels that share a port by design
 * @param title with placeholders in braces
 * @param means what it may mean, and what to look at
 */
public record FindingRule(
        String id,
        When when,
        Severity severity,
        List<String> techniques,
        List<String> labels,
        List<String> except,
        List<String> categories,
        @Nullable String user,
        List<String> companions,
        List<List<String>> together,
        String title,
        String means)
        implements RuleEntry {
    /** The observation that triggers it. */
    public enum When {
        NOT_AS_REGISTERED,
        KNOWN_USER,
        UNNAMED,
        UNNAMED_ALIKE,
        SEVERAL_PROTOCOLS,
        CHANGED_PROTOCOL,
        SCAN,
        PROBED,
        SPOKEN,
        NO_COMPANION,
        PROCESS,
        NOT_AS_ACCEPTED,
        ACCEPTANCE_EXPIRED,
        INDICATOR,
        INSIDE,
        APPLICATION,
        CREDENTIALS,
        BEACON,
        LONG_LIVED,
        UPLOAD,
        DNS_TUNNEL,
        ECHO_TUNNEL,
        FILE,
        DISGUISED_FILE,
        STRAY_FILE,
        OTHER_NAME,
        OTHER_CERTIFICATE,
        ENCRYPTED_NAMES,
        UNNAMED_HOSTS,
        OUT_OF_HOURS,
        LONG_POLL;

        /** The word for it in the file. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    public FindingRule {
        techniques = List.copyOf(techniques);
        labels = List.copyOf(labels);
        except = List.copyOf(except);
        categories = List.copyOf(categories);
        companions = List.copyOf(companions);
        together = List.copyOf(together);
    }

    /** Whether it applies to a label of this category. */
    boolean fits(@Nullable String label, @Nullable String category) {
        return (label == null || !except.contains(label))
                && (labels.isEmpty() || label != null && labels.contains(label))
                && (categories.isEmpty() || category != null && categories.contains(category));
    }
}
