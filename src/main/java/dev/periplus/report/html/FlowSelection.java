package dev.periplus.report.html;

import dev.periplus.answer.FlowRecord;
import dev.periplus.memory.Memory;
import dev.periplus.report.text.MergedFlows;
import dev.periplus.report.text.Section;
import java.util.HashMap;
import java.util.Map;

/**
 * Chooses which flows a page shows if there are too many for all.
 *
 * <p>How it works. Every flow has a level. The first flow of each kind (same server and answer) comes before the second
 * of any kind, the second before the third; at the same rank, flows of earlier sections come first. All levels that fit
 * completely are shown, and the next level in order of arrival until the page is full. Levels fill as flows arrive, so
 * the highest level that fits can only sink: flows above it are dropped at once.
 */
final class FlowSelection {
    /** Kinds of flows that are counted; a flow of any further kind counts as the first of its kind. */
    private static final int MOST_KINDS = Memory.scaled(1 << 18);

    private static final int SECTIONS = Section.values().length;

    private final int most;
    private final Map<MergedFlows.Key, int[]> ranks = new HashMap<>();
    private final int[] flowsOf;

    /** The highest level that fits completely, and the number of flows up to it. */
    private int highest;

    private int whole;
    private long offered;

    FlowSelection(int most) {
        this.most = most;
        flowsOf = new int[most * SECTIONS + 1];
        highest = flowsOf.length - 2;
    }

    /** Returns the level of a flow that may fit, or -1 if it does not. */
    int level(FlowRecord record) {
        offered++;
        int rank = rank(MergedFlows.Key.of(record));
        if (rank >= most) {
            return -1;
        }
        int level = rank * SECTIONS + section(record).ordinal();
        if (level > highest + 1) {
            return -1;
        }
        flowsOf[level]++;
        if (level > highest) {
            return flowsOf[level] <= most - whole ? level : -1;
        }
        whole++;
        while (whole > most) {
            whole -= flowsOf[highest];
            highest--;
        }
        return level;
    }

    private int rank(MergedFlows.Key key) {
        int[] rank = ranks.get(key);
        if (rank == null && ranks.size() < MOST_KINDS) {
            rank = new int[] {0};
            ranks.put(key, rank);
        }
        return rank == null ? 0 : rank[0]++;
    }

    private static Section section(FlowRecord record) {
        return record.scanTargets() > 0 ? Section.SILENT : Section.of(record);
    }

    /** Decides which flows are shown. Call it after the last flow, for each flow in the order received. */
    final class Choice {
        private int partial = most - whole;

        boolean takes(int level) {
            return level <= highest || level == highest + 1 && partial-- > 0;
        }
    }

    /** Least number of flows shown of each kind. */
    int ofEach() {
        return Math.min(most, (highest + 1) / SECTIONS);
    }

    /** All flows offered, shown or not. */
    long offered() {
        return offered;
    }
}
