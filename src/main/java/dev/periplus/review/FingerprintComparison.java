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

/** Compares the fingerprints of a service or host that is on both sides. */
final class FingerprintComparison {
    private final FingerprintRules rules;

    FingerprintComparison(FingerprintRules rules) {
        this.rules = rules;
    }

    /** Returns the differences in the order of {@code fingerprints.yaml}. */
    List<Difference> of(
            Side side, Endpoint place, Fingerprints before, Fingerprints after, Seen seenBefore, Seen seenAfter) {
        Subject subject = side == Side.SERVER ? Subject.SERVER_FINGERPRINT : Subject.CLIENT_FINGERPRINT;
        List<Difference> found = new ArrayList<>();
        for (FingerprintRule rule : rules.entries()) {
            if (rule.side() == side && isComparable(rule, before, after)) {
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

    private static boolean isComparable(FingerprintRule rule, Fingerprints before, Fingerprints after) {
        boolean whole = !before.isOverfull(rule.field()) && !after.isOverfull(rule.field());
        return whole && (rule.with() == null || !before.of(rule.with()).equals(after.of(rule.with())));
    }

    /** Returns the values that only one side has; null if both have the same. */
    static @Nullable Difference difference(
            Subject subject,
            Endpoint place,
            @Nullable String field,
            @Nullable String name,
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

    /** Returns all fingerprints of one side, in the order of {@code fingerprints.yaml}. */
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
