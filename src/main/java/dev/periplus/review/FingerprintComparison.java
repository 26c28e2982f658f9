package dev.periplus.review;

import dev.periplus.address.Endpoint;
import dev.periplus.answer.Difference;
import dev.periplus.answer.Difference.Change;
import dev.periplus.answer.Difference.Seen;
import dev.periplus.answer.Difference.Subject;
import dev.periplus.review.FingerprintRule.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** In what the fingerprints of a service or host differ that both sides know. */
final class FingerprintComparison {
    private final FingerprintRules rules;

    FingerprintComparison(FingerprintRules rules) {
        this.rules = rules;
    }

    /** In the order of the file of fingerprints. */
    List<Difference> of(
            Side side, Endpoint place, Fingerprints before, Fingerprints after, Seen seenBefore, Seen seenAfter) {
        Subject subject = side == Side.SERVER ? Subject.SERVER_FINGERPRINT : Subject.CLIENT_FINGERPRINT;
        List<Difference> found = new ArrayList<>();
        for (FingerprintRule rule : rules.entries()) {
            if (rule.side() == side && isSaid(rule, before, after)) {
                Difference difference = difference(
                        subject,
                        place,
                        rule.field(),
                        rule.name(),
                        before.of(rule.field()),
                        after.of(rule.field()),
                        seenBefore,
                        seenAfter);
                if (difference != null) {
                    found.add(difference);
                }
            }
        }
        return found;
    }

    private static boolean isSaid(FingerprintRule rule, Fingerprints before, Fingerprints after) {
        boolean whole = !before.isOverfull(rule.field()) && !after.isOverfull(rule.field());
        return whole && (rule.with() == null || !before.of(rule.with()).equals(after.of(rule.with())));
    }

    /** What one has and the other has not; null where both have the same. */
    static @Nullable Difference difference(
            Subject subject,
            Endpoint place,
            @Nullable String field,
            String name,
            Set<String> before,
            Set<String> after,
            Seen seenBefore,
            Seen seenAfter) {
        List<String> was =
                before.stream().filter(value -> !after.contains(value)).toList();
        List<String> now =
                after.stream().filter(value -> !before.contains(value)).toList();
        if (was.isEmpty() && now.isEmpty()) {
            return null;
        }
        Change change = was.isEmpty() ? Change.NEW : now.isEmpty() ? Change.GONE : Change.CHANGED;
        return new Difference(
                change, subject, place, field, name, was, now, seenBefore, seenAfter, null, null, List.of());
    }

    /** All values of one side, in the order of the file of fingerprints. */
    List<Difference.Fingerprint> all(Side side, Fingerprints fingerprints) {
        List<Difference.Fingerprint> all = new ArrayList<>();
        for (FingerprintRule rule : rules.entries()) {
            Set<String> values = fingerprints.of(rule.field());
            if (rule.side() == side && !values.isEmpty()) {
                all.add(new Difference.Fingerprint(rule.field(), rule.name(), List.copyOf(values)));
            }
        }
        return all;
    }
}
