package dev.periplus.sockets;

import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A possible owner.
 *
 * @param distance of the time it was seen at from the time of the flow, in nanoseconds
 */
record Candidate(Grade grade, List<OwningProcess> processes, long distance) {
    private static final long FIRST_PROCESS = 1;

    private static final Comparator<Candidate> ORDER =
            Comparator.comparing(Candidate::grade).thenComparingLong(Candidate::distance);

    /**
     * What sightings of one socket say: those nearest in time count.
     *
     * @param grade that it is worth at best
     * @param start of the flow
     * @param end of the flow
     * @return null where there are none
     */
    static @Nullable Candidate of(List<Sighting> sightings, Grade grade, long start, long end) {
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
        return new Candidate(graded(processes, grade, older), processes, nearest);
    }

    private static Grade graded(List<OwningProcess> processes, Grade grade, boolean older) {
        if (processes.isEmpty()) {
            return Grade.GONE;
        }
        return older ? Grade.OLDER_THAN_FLOW : Owner.isOneProgram(processes) ? grade : Grade.AMBIGUOUS;
    }

    /** The first process of a system (systemd, launchd) opens sockets for others and keeps them open. */
    private static List<OwningProcess> owners(List<OwningProcess> holders) {
        boolean kept = holders.size() > 1 && holders.get(0).pid() == FIRST_PROCESS;
        return kept ? holders.subList(1, holders.size()) : holders;
    }

    static @Nullable Candidate better(@Nullable Candidate a, @Nullable Candidate b) {
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        return ORDER.compare(a, b) <= 0 ? a : b;
    }
}
