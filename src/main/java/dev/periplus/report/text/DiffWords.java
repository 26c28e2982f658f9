package dev.periplus.report.text;

import dev.periplus.address.Endpoint;
import dev.periplus.answer.Amounts;
import dev.periplus.answer.Difference;
import dev.periplus.answer.Difference.Change;
import dev.periplus.answer.Difference.Seen;
import dev.periplus.answer.Difference.Subject;
import dev.periplus.answer.Standing;
import dev.periplus.text.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Describes differences in text that is safe for a terminal. */
final class DiffWords {
    private static final int SOME = 4;
    private static final int LONGEST = 80;
    private static final int MANY = 8;

    private final boolean all;

    private final PageClock clock;

    /** @param all whether to write lists in full */
    DiffWords(boolean all, PageClock clock) {
        this.all = all;
        this.clock = clock;
    }

    /** Returns a key that is equal for differences that are identical but for their place. */
    Object key(Difference difference) {
        Endpoint place = difference.place();
        boolean host = difference.subject() == Subject.CLIENT;
        return List.of(
                difference.change(),
                difference.subject(),
                host && place.address().isPrivate() ? place : "",
                host ? List.of() : difference.was(),
                host ? List.of() : difference.now(),
                String.valueOf(difference.name()),
                String.valueOf(difference.standing()),
                place.protocol(),
                place.address().isPrivate());
    }

    /** Describes the old and the new value. */
    String what(Difference difference) {
        return what(difference, difference.registered());
    }

    /** Describes several identical differences at once. */
    String what(List<Difference> like) {
        Difference first = like.get(0);
        boolean same = like.stream().allMatch(other -> Objects.equals(other.registered(), first.registered()));
        return what(first, same ? first.registered() : "several");
    }

    private String what(Difference difference, @Nullable String registered) {
        return Printable.of(
                switch (difference.subject()) {
                    case SERVICE, CLIENT ->
                        change(difference) + confidence(difference) + standing(difference.standing(), registered);
                    case INSIDE -> "inside: " + change(difference);
                    case CLIENT_PROTOCOLS -> "protocols: " + change(difference);
                    case SERVER_FINGERPRINT, CLIENT_FINGERPRINT -> difference.name() + ": " + change(difference);
                });
    }

    private String change(Difference difference) {
        String was = few(difference.was());
        String now = few(difference.now());
        Subject subject = difference.subject();
        if (subject == Subject.CLIENT || subject == Subject.SERVICE && difference.change() != Change.CHANGED) {
            return was + now;
        }
        boolean one = difference.was().size() == 1 && difference.now().size() == 1;
        if (subject == Subject.SERVICE || one) {
            return was + " → " + now;
        }
        return (now.isEmpty() ? "" : "new " + now)
                + (now.isEmpty() || was.isEmpty() ? "" : "; ")
                + (was.isEmpty() ? "" : "gone " + was);
    }

    private static String confidence(Difference difference) {
        Seen seen = difference.after() == null ? difference.before() : difference.after();
        return seen == null || seen.confidence() == 0 ? "" : " " + Amounts.confidence(seen.confidence());
    }

    private static String standing(@Nullable Standing standing, @Nullable String registered) {
        if (standing == null || registered == null) {
            return "";
        }
        String sign = standing == Standing.NOT_AS_REGISTERED ? "≠" : standing == Standing.AS_REGISTERED ? "=" : "?";
        return "  " + sign + " " + registered;
    }

    /** Describes how often it was seen, and when last or first. */
    String seen(Difference difference) {
        Seen before = difference.before();
        Seen after = difference.after();
        List<String> parts = new ArrayList<>();
        if (before != null) {
            parts.add((after == null ? "" : "before: ") + "last seen " + clock.seconds(before.last()) + ", "
                    + volume(difference, before));
        }
        if (after != null) {
            parts.add((before == null ? "" : "now: ") + "first seen " + clock.seconds(after.first()) + ", "
                    + volume(difference, after));
        }
        return String.join("; ", parts);
    }

    private static String volume(Difference difference, Seen seen) {
        String flows = Amounts.count(seen.flows(), "flow");
        return difference.subject() == Subject.CLIENT
                ? flows
                : flows + " from " + Amounts.count(seen.clients(), "client")
                        + (seen.answered() == 0 ? ", none answered" : "");
    }

    /** Lists the fingerprints of a new or gone service or host. */
    String fingerprints(Difference difference) {
        return Printable.of(String.join(
                "; ",
                difference.fingerprints().stream()
                        .map(fingerprint -> fingerprint.name() + ": " + few(fingerprint.values()))
                        .toList()));
    }

    /** Counts differences by kind. */
    String sum(List<Difference> found) {
        List<String> parts = new ArrayList<>();
        for (Change change : Change.values()) {
            long services = found.stream()
                    .filter(difference -> difference.subject() == Subject.SERVICE && difference.change() == change)
                    .count();
            parts.add(Amounts.count(services) + " " + change.word());
        }
        long others = found.stream()
                .filter(difference -> difference.subject() != Subject.SERVICE)
                .count();
        return "services: " + String.join(", ", parts) + "; other (inside, fingerprints, clients): "
                + Amounts.count(others);
    }

    private String few(List<String> values) {
        return list(
                values.stream()
                        .map(value -> all ? value : Columns.cut(value, LONGEST))
                        .toList(),
                SOME);
    }

    String some(List<String> places) {
        return Printable.of(list(places, MANY));
    }

    private String list(List<String> values, int most) {
        int shown = all || values.size() <= most ? values.size() : most;
        String more = shown == values.size() ? "" : " and " + Amounts.count(values.size() - shown) + " more";
        return String.join(", ", values.subList(0, shown)) + more;
    }
}
