package dev.periplus.report.html;

import dev.periplus.answer.FlowRecord;
import dev.periplus.report.text.MergedFlows;
import dev.periplus.report.text.Section;
import java.util.HashMap;
import java.util.Map;

/**
 * Which flows have room where there are too many for all.
 *
 * <p>How it works. A flow has a level: of alike flows the first comes before the second of any others, the second before
 * the third, and of flows with the same rank those of earlier sections come first. The levels that fit whole are taken,
 * and of the next as many as there is room for, the first first. Levels fill as flows come, so the highest that fits only
 * ever sinks: what lies above it can be dropped at once.
 */
final class FlowSelection {
    /** Kinds of alike flows that are counted; a flow of any other kind is taken for the first of its kind. */
    private static final int MOST_KINDS = 1 << 18;

    private static final int SECTIONS = Section.values().length;

    private final int most;
    private final Map<MergedFlows.Key, int[]> ranks = new HashMap<>();
    private final int[] flowsOf;

    /** The highest level of which all flows fit, and how many flows it and those below have. */
    private int highest;

    private int whole;
    private long offered;

    FlowSelection(int most) {
        this.most = most;
        flowsOf = new int[most * SECTIONS + 1];
        highest = flowsOf.length - 2;
    }

    /** The level of a flow that may have room, or -1 where it has none. */
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

    /** Tells, after the last flow, which flows have room; asked for each, in the order in which they came. */
    final class Choice {
        private int partial = most - whole;

        boolean takes(int level) {
            return level <= highest || level == highest + 1 && partial-- > 0;
        }
    }

    /** How many flows of each kind are in, at least. */
    int ofEach() {
        return Math.min(most, (highest + 1) / SECTIONS);
    }

    /** All flows that asked for room. */
    long offered() {
        return offered;
    }
}
