package dev.periplus.report.text;

import dev.periplus.answer.Amounts;
import dev.periplus.answer.Counter;
import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.RunSummary;
import dev.periplus.answer.RunSummary.CaptureRead;
import dev.periplus.report.Losses;
import dev.periplus.report.text.Page.Style;
import dev.periplus.text.Printable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sums up a run: what was read, what was identified, what was lost. */
public final class SummaryText {
    private static final int MOST_CAPTURES = 10;
    private static final int MOST_DAMAGED = 50;
    private static final double NANOS = 1e9;
    private static final long WORTH_A_SPEED = 100_000;

    private final AnswerCounts tally = new AnswerCounts();
    private final Scanners scanners = new Scanners();
    private final List<Item> items = new ArrayList<>();

    /**
     * A line of the summary, not yet {@link Printable}.
     *
     * @param key empty if the line continues the one before
     * @param bad whether something was lost or could not be read
     */
    public record Item(String key, String text, boolean bad) {}

    /** Counts a flow that ended; returns its section, or null if it is part of a scan. */
    public @Nullable Section add(FlowRecord record) {
        if (record.scanTargets() > 0) {
            tally.scan();
            scanners.probe(record);
            return null;
        }
        Section section = Section.of(record);
        tally.add(section, record);
        scanners.other(record);
        return section;
    }

    /** All counted flows, scans included. */
    long flows() {
        return tally.flows();
    }

    Scanners scanners() {
        return scanners;
    }

    void print(Page page, RunSummary run) {
        if (!page.hasSummary()) {
            return;
        }
        captures(run.captures(), page.clock());
        outcome(run);
        for (Item item : items) {
            page.item(item.bad() ? Style.DAMAGE : Style.PLAIN, item.key(), item.text());
        }
    }

    /** Returns all lines but those about captures. Call it once. */
    public List<Item> outcome(RunSummary run) {
        long filtered = run.counters().get(Counter.PACKETS_FILTERED);
        if (run.packets() == 0) {
            String why = filtered == 0
                    ? "0 packets: nothing to analyse"
                    : "0 of " + Amounts.count(filtered, "packet") + " pass -f: nothing to analyse";
            item(true, "packets", why);
        } else {
            String besides = Losses.besides(run.counters());
            item(
                    "packets",
                    Amounts.count(run.packets()) + ", " + Amounts.bytes(run.bytes())
                            + (besides.isEmpty() ? "" : "; " + besides));
            flows(run);
        }
        String lost = Losses.lost(run.counters());
        item(!lost.equals("nothing"), "lost", lost);
        item("took", took(run));
        return items;
    }

    private void flows(RunSummary run) {
        long others = run.counters().get(Counter.FLOWS_NOT_SHOWN);
        item("flows", others == 0 ? Amounts.count(tally.flows()) : matching(tally.flows(), tally.flows() + others));
        item("identified", tally.identified());
        item("unknown", tally.unknown());
        if (tally.of(Section.PORTLESS) > 0) {
            item("no ports", tally.withoutPorts());
        }
        if (scanners.flows() > 0) {
            item(
                    "scans",
                    Amounts.count(scanners.flows(), "probe") + " by " + Amounts.count(scanners.size(), "scanner"));
        }
    }

    /** Returns {@code 24 flows}, or {@code 3 of 24 flows match -Y}. */
    static String matching(long shown, long all) {
        return shown == all
                ? Amounts.count(all, "flow")
                : Amounts.count(shown) + " of " + Amounts.count(all, "flow") + (all == 1 ? " matches" : " match")
                        + " -Y";
    }

    private void captures(List<CaptureRead> captures, PageClock clock) {
        int shown = 0;
        int damaged = 0;
        int left = 0;
        for (CaptureRead capture : captures) {
            boolean bad = capture.damage() != null;
            if (bad ? damaged < MOST_DAMAGED : shown < MOST_CAPTURES) {
                boolean refused = capture.format() == null;
                item(refused, shown + damaged == 0 ? "read" : "", capture.path() + ": " + read(capture, clock));
                shown += bad ? 0 : 1;
                damaged += bad ? 1 : 0;
                if (!refused) {
                    damage(capture);
                }
            } else {
                left++;
            }
        }
        if (left > 0) {
            item("", "and " + Amounts.count(left, "more capture"));
        }
    }

    private static String read(CaptureRead capture, PageClock clock) {
        String format = capture.format();
        if (format == null) {
            return "not read: " + capture.damage();
        }
        if (capture.packets() == 0) {
            return format + ", 0 packets";
        }
        long lasted = capture.lastTime() - capture.firstTime();
        return format + ", " + Amounts.count(capture.packets(), "packet") + ", " + clock.seconds(capture.firstTime())
                + (lasted == 0 ? "" : ", " + Amounts.duration(lasted));
    }

    private void damage(CaptureRead capture) {
        String damage = capture.damage();
        if (damage == null) {
            return;
        }
        boolean placed = capture.offset() < 0 || damage.contains(Long.toString(capture.offset()));
        String place = placed ? "" : "at byte " + capture.offset() + ": ";
        String rest = capture.packets() > 0 && capture.offset() >= 0 ? "; everything before it was read" : "";
        item(true, "damaged", place + damage + rest);
    }

    private String took(RunSummary run) {
        String speed = "";
        if (run.packets() >= WORTH_A_SPEED && run.elapsed() > 0) {
            speed = ", " + Amounts.shortCount(Math.round(run.packets() / (run.elapsed() / NANOS))) + " packets/s";
        }
        return Amounts.duration(run.elapsed()) + speed + "; periplus " + run.version() + ", "
                + Amounts.count(run.rules(), "protocol") + " known";
    }

    private void item(String key, String text) {
        item(false, key, text);
    }

    private void item(boolean bad, String key, String text) {
        items.add(new Item(key, text, bad));
    }
}
