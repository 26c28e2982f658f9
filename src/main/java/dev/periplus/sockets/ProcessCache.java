package dev.periplus.sockets;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Caches details of the processes that have sockets now. Each process, identified by pid and start time, is read once.
 */
final class ProcessCache {
    private final SystemTables tables;
    private final Map<Long, Known> known = new HashMap<>();

    private record Known(long began, OwningProcess process) {}

    ProcessCache(SystemTables tables) {
        this.tables = tables;
    }

    /**
     * Updates the cache.
     *
     * @param pids all pids that have sockets; others are removed
     * @param fresh pids with a new socket; these may have passed to another process
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

    /** Returns the known processes with these pids, lowest pid first. */
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
