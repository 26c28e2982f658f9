package dev.periplus.draft;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts flows that begin alike into groups.
 *
 * <p>A flow joins the group with which it has most in common: agreement of the first 16 bytes of each side, a field that
 * holds the length, bytes that the answer repeats. What would stay common is counted in bits, less what agreement in
 * some places or with some group costs by chance; below {@link #LEAST_SURPRISE} the flow begins a group of its own. At
 * most {@link #OPEN} groups are open at once; then the oldest flow that stayed alone makes room, so that time is linear
 * in the number of flows. Ports take no part.
 */
public final class Grouping {
    private static final double LEAST_SURPRISE = 12;
    private static final int OPEN = 512;

    private final List<Gathering> open = new ArrayList<>();
    private int flows;

    /** Takes the next flow. */
    public void add(Sample sample) {
        flows++;
        double needed = LEAST_SURPRISE + HeadConsensus.log2(open.size());
        double most = 0;
        @Nullable Gathering best = null;
        for (Gathering gathering : open) {
            double surprise = gathering.surprise(sample);
            if (surprise >= needed && surprise > most) {
                most = surprise;
                best = gathering;
            }
        }
        if (best != null) {
            best.join(sample);
        } else if (open.size() < OPEN || makeRoom()) {
            open.add(new Gathering(sample));
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

    /** The groups of at least so many flows, the largest first, of equal ones the earlier. */
    public List<Group> groups(int least) {
        return open.stream()
                .filter(gathering -> gathering.samples().size() >= least)
                .sorted(Comparator.comparingInt(
                                (Gathering gathering) -> gathering.samples().size())
                        .reversed())
                .map(gathering -> new Group(List.copyOf(gathering.samples())))
                .toList();
    }

    /** How many flows were added. */
    public int flows() {
        return flows;
    }
}
