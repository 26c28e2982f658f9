package dev.periplus.sockets;

import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A possible owner of a port.
 *
 * @param distance time between its sighting and the flow in nanoseconds; 0 if they overlap
 */
record OwnerCandidate(Grade grade, List<OwningProcess> processes, long distance) {
    private static final long FIRST_PROCESS = 1;

    private static final Comparator<OwnerCandidate> ORDER =
            Comparator.comparing(OwnerCandidate::grade).thenComparingLong(OwnerCandidate::distance);

    /**
     * Creates a candidate from the sightings of one socket; only those nearest in time count.
     *
     * @param grade the best grade it can get
     * @param start start of the flow
     * @param end end of the flow
     * @return null if there are no sightings
     */
    static @Nullable OwnerCandidate of(List<Sighting> sightings, Grade grade, long start, long end) {
        long nearest = Long.MAX_VALUE;
        for (Sighting sighting : sightings) {
            nearest = Math.min(nearest, sighting.distance(start, end));
        }
        boolean older = true;
        TreeSet<OwningProcess> all = new TreeSet<>(Comparator.comparingLong(OwningProcess::pid));
        for (Sighting sighting : sightings) {
            if (sighting.distance(start, end) == nearest) {
                all.addAll(sighting.processes());
                older &= sighting.until() < start;
            }
        }
        if (sightings.isEmpty()) {
            return null;
        }
        List<OwningProcess> processes = owners(all.stream().limit(Sighting.MOST).toList());
        return new OwnerCandidate(graded(processes, grade, older), processes, nearest);
    }

    private static Grade graded(List<OwningProcess> processes, Grade grade, boolean older) {
        if (processes.isEmpty()) {
            return Grade.GONE;
        }
        return older ? Grade.OLDER_THAN_FLOW : Owner.isOneProgram(processes) ? grade : Grade.AMBIGUOUS;
    }

    /** Leaves out pid 1 (systemd, launchd) if there are others: it opens sockets for them and keeps them open. */
    private static List<OwningProcess> owners(List<OwningProcess> holders) {
        boolean kept = holders.size() > 1 && holders.get(0).pid() == FIRST_PROCESS;
        return kept ? holders.subList(1, holders.size()) : holders;
    }

    static @Nullable OwnerCandidate better(@Nullable OwnerCandidate a, @Nullable OwnerCandidate b) {
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        return ORDER.compare(a, b) <= 0 ? a : b;
    }
}
