package dev.periplus.sockets;

import dev.periplus.text.Printable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Processes in the files of one host, joined by pid. Keeps 65,536 processes and as many services. */
final class ProcessTable {
    private static final int MOST = 1 << 16;
    private static final long LARGEST_PID = 0xffff_ffffL;

    private final Map<Long, Facts> byPid = new HashMap<>();
    private int services;

    private static final class Facts {
        private @Nullable String name;
        private @Nullable String user;
        private final Set<String> services = new TreeSet<>();
        private @Nullable OwningProcess made;
    }

    /** Whether a number is a valid pid of a process that owns sockets. */
    static boolean isPid(long pid) {
        return pid > 0 && pid <= LARGEST_PID;
    }

    void name(long pid, String name) {
        String clean = Printable.of(name, OwningProcess.LONGEST_NAME).strip();
        Facts facts = facts(pid);
        if (facts != null && !clean.isEmpty() && (facts.name == null || clean.startsWith(facts.name))) {
            facts.name = clean;
        }
    }

    void user(long pid, String user) {
        String clean = Printable.of(user, OwningProcess.LONGEST_NAME).strip();
        Facts facts = facts(pid);
        if (facts != null && facts.user == null && !clean.isEmpty()) {
            facts.user = clean;
        }
    }

    void service(long pid, String service) {
        Facts facts = facts(pid);
        if (facts != null
                && services < MOST
                && facts.services.add(
                        Printable.of(service, OwningProcess.LONGEST_NAME).strip())) {
            services++;
        }
    }

    private @Nullable Facts facts(long pid) {
        if (!isPid(pid) || byPid.size() >= MOST && !byPid.containsKey(pid)) {
            return null;
        }
        return byPid.computeIfAbsent(pid, p -> new Facts());
    }

    /** Returns a process; only its pid is set if no file describes it. Call it after all files have been read. */
    OwningProcess get(long pid) {
        Facts facts = byPid.get(pid);
        if (facts == null) {
            return new OwningProcess(pid, null, null, null, null, List.of());
        }
        if (facts.made == null) {
            facts.made = new OwningProcess(pid, facts.name, facts.user, null, null, List.copyOf(facts.services));
        }
        return facts.made;
    }
}
