package dev.periplus.report;

import dev.periplus.answer.Count;
import dev.periplus.answer.Counter;
import dev.periplus.answer.Counters;
import dev.periplus.text.Printable;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Describes the counters of a run; the text is not yet {@link Printable}. */
public final class Losses {
    private Losses() {}

    /** Returns the losses, {@code 3 malformed (2 udp length, 1 ip version), 1 flow evicted}, or {@code nothing}. */
    public static String lost(Counters counters) {
        String losses = list(counters, count -> switch (count.counter().kind()) {
            case LOSS -> count.text() + because(count.counter(), counters);
            case REASON, FATE, NOTE, COUNT, GAUGE -> "";
        });
        return losses.isEmpty() ? "nothing" : losses;
    }

    /**
     * Returns counts that are neither flows nor losses: frames without IP, opened tunnels, reassembled datagrams; may
     * be empty.
     */
    public static String besides(Counters counters) {
        return list(counters, count -> switch (count.counter().kind()) {
            case NOTE -> count.text() + because(count.counter(), counters);
            case LOSS, REASON, FATE, COUNT, GAUGE -> "";
        });
    }

    private static String because(Counter loss, Counters counters) {
        String reasons = list(
                counters,
                count -> count.counter().isReasonOf(loss) ? count.text().replace('-', ' ') : "");
        return reasons.isEmpty() ? "" : " (" + reasons + ")";
    }

    /** Joins the texts of all nonzero counts; skips empty texts. */
    private static String list(Counters counters, Function<Count, String> words) {
        return counters.counts().stream()
                .filter(count -> count.value() != 0)
                .map(words)
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining(", "));
    }
}
