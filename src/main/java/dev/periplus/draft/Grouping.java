package dev.periplus.draft;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Groups flows with similar first messages.
 *
 * <p>How it works: a flow joins the group with which it has most in common: equal bytes among the first 16 of each
 * side, a field that holds the length, bytes that the reply repeats. What would remain common is measured in bits, less
 * the cost of agreeing by chance at some offsets or with some group; below {@link #LEAST_SURPRISE} the flow starts a
 * new group. At most {@link #OPEN} groups are open; a new one then replaces the oldest with a single flow, so that time
 * is linear in the number of flows. Ports are ignored.
 */
public final class Grouping {
    private static final double LEAST_SURPRISE = 12;
    private static final int OPEN = 512;

    private final List<GrowingGroup> open = new ArrayList<>();
    private int flows;

    /** Adds a flow. */
    public void add(Sample sample) {
        flows++;
        double needed = LEAST_SURPRISE + HeadConsensus.log2(open.size());
        double most = 0;
        @Nullable GrowingGroup best = null;
        for (GrowingGroup group : open) {
            double surprise = group.surprise(sample);
            if (surprise >= needed && surprise > most) {
                most = surprise;
                best = group;
            }
        }
        if (best != null) {
            best.join(sample);
        } else if (open.size() < OPEN || makeRoom()) {
            open.add(new GrowingGroup(sample));
        }
    }

    private boolean makeRoom() {
        for (int i = 0; i < open.size(); i++) {
            if (open.get(i).samples().size() == 1) {
                open.remove(i);
                return true;
            }
        }
        return false;
    }

    /** Returns the groups of at least {@code least} flows, largest first; of equal ones the earlier. */
    public List<Group> groups(int least) {
        return open.stream()
                .filter(group -> group.samples().size() >= least)
                .sorted(Comparator.comparingInt(
                                (GrowingGroup group) -> group.samples().size())
                        .reversed())
                .map(group -> new Group(List.copyOf(group.samples())))
                .toList();
    }

    /** Number of flows added. */
    public int flows() {
        return flows;
    }
}
