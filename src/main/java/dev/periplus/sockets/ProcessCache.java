package dev.periplus.sockets;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Details of the processes that have sockets now, each read once: a pid and the time it began are one process. */
final class ProcessCache {
    private final SystemTables tables;
    private final Map<Long, Known> known = new HashMap<>();

    private record Known(long began, OwningProcess process) {}

    ProcessCache(SystemTables tables) {
        this.tables = tables;
    }

    /**
     * Brings the cache up to date.
     *
     * @param pids all that have sockets; others are forgotten
     * @param fresh those with a new socket, whose pid may have passed to another process
     */
    void update(Set<Long> pids, Collection<Long> fresh) {
        known.keySet().retainAll(pids);
        Map<Long, Long> missing = new HashMap<>();
        for (long pid : fresh) {
            Known before = known.get(pid);
            long began = tables.began(pid);
            if (before == null || before.began() != began) {
                missing.put(pid, began);
            }
        }
        known.keySet().removeAll(missing.keySet());
        tables.processes(missing.keySet())
                .forEach((pid, process) -> known.put(pid, new Known(missing.getOrDefault(pid, 0L), process)));
    }

    /** The processes of these pids that are known, the lowest pid first. */
    List<OwningProcess> of(Collection<Long> pids) {
        List<OwningProcess> processes = new ArrayList<>(1);
        for (long pid : pids.stream().sorted().distinct().limit(Sighting.MOST).toList()) {
            Known process = known.get(pid);
            if (process != null) {
                processes.add(process.process());
            }
        }
        return processes;
    }
}
