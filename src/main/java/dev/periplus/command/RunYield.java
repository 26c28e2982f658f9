package dev.periplus.command;

import dev.periplus.answer.Amounts;
import dev.periplus.answer.Counter;
import dev.periplus.answer.RunSummary;
import dev.periplus.capture.CaptureOutcome;
import dev.periplus.report.ResultFilter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was left at each step of a run, so that a run without results says where they went.
 *
 * @param packets that passed the packet filter
 * @param filtered packets that did not
 * @param flows of these packets
 * @param matching flows that fit the condition
 */
record RunYield(long packets, long filtered, long flows, long matching) {
    static RunYield of(RunSummary run) {
        long flows = run.counters().get(Counter.FLOWS);
        return new RunYield(
                run.packets(),
                run.counters().get(Counter.PACKETS_FILTERED),
                flows,
                flows - run.counters().get(Counter.FLOWS_NOT_SHOWN));
    }

    static RunYield of(List<CaptureOutcome> outcomes, long flows, long matching) {
        return new RunYield(
                outcomes.stream().mapToLong(CaptureOutcome::packets).sum(),
                outcomes.stream().mapToLong(CaptureOutcome::filtered).sum(),
                flows,
                matching);
    }

    /** Says on the error stream why there are no results; returns {@link Ending#NOTHING} if there are none. */
    Ending ending(Reading reading, ResultFilter wanted, Console console) {
        return ending(reading, wanted, "", console);
    }

    /** @param follows what follows from it, after the reason */
    Ending ending(Reading reading, ResultFilter wanted, String follows, Console console) {
        String why = whyNothing(reading.filter(), reading.condition(), wanted.hint());
        if (why == null) {
            return Ending.DONE;
        }
        console.problem(why + follows);
        return Ending.NOTHING;
    }

    /**
     * @param filter text of {@code -f}, or null
     * @param condition text of {@code -Y}, or null
     */
    @Nullable
    String whyNothing(@Nullable String filter, @Nullable String condition, @Nullable String hint) {
        if (packets == 0) {
            return filtered == 0
                    ? "no packets in what was read"
                    : "0 of " + Amounts.count(filtered, "packet") + " pass -f '" + filter + "'";
        }
        if (flows == 0) {
            return "no flows in " + Amounts.count(packets, "packet");
        }
        return matching > 0
                ? null
                : "0 of " + Amounts.count(flows, "flow") + (flows == 1 ? " matches" : " match") + " -Y '" + condition
                        + "'" + (hint == null ? "" : "; " + hint);
    }
}
