package dev.periplus.sockets;

import dev.periplus.address.Address;
import dev.periplus.address.Endpoint;
import dev.periplus.text.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Sockets whose processes the capture itself names, packet by packet. One thread writes, before the packet goes on; any
 * thread reads. Holds 65,536 sockets and four processes of each; what exceeds that is left out.
 */
public final class CapturedSockets implements SocketSource {
    private static final int MOST = 1 << 16;
    private static final int SIGHTINGS = 4;

    private final Map<SocketKey, List<Sighting>> sockets = new ConcurrentHashMap<>();

    /** Details of a process, by its number and name. */
    private final Map<String, OwningProcess> processes = new ConcurrentHashMap<>();

    /**
     * Notes that a packet between these ends belongs to a process.
     *
     * @param local the end that is the process's; null if the capture does not say whether the packet came or went
     * @param name of the process, or empty; printable or not
     * @param time of the packet, nanoseconds since the epoch
     */
    public void saw(Endpoint source, Endpoint destination, @Nullable Endpoint local, long pid, String name, long time) {
        SocketKey there = SocketKey.of(source, destination);
        SocketKey back = SocketKey.of(destination, source);
        SocketKey key = local == null ? sockets.containsKey(back) ? back : there : local.equals(source) ? there : back;
        List<Sighting> before = sockets.getOrDefault(key, List.of());
        if (pid < 1 || before.isEmpty() && sockets.size() >= MOST) {
            return;
        }
        Sighting last = before.isEmpty() ? null : before.get(before.size() - 1);
        boolean same = last != null && last.processes().get(0).pid() == pid;
        if (!same && before.size() == SIGHTINGS) {
            return;
        }
        OwningProcess process = same ? last.processes().get(0) : process(pid, name);
        long from = same ? Math.min(last.from(), time) : time;
        long until = same ? Math.max(last.until(), time) : time;
        List<Sighting> after = new ArrayList<>(same ? before.subList(0, before.size() - 1) : before);
        after.add(new Sighting(List.of(process), from, until));
        sockets.put(key, List.copyOf(after));
    }

    private OwningProcess process(long pid, String name) {
        String clean = Printable.of(name, OwningProcess.LONGEST_NAME).strip();
        String key = pid + " " + clean;
        OwningProcess known = processes.get(key);
        if (known == null) {
            known = new OwningProcess(pid, clean.isEmpty() ? null : clean, null, null, null, List.of());
            if (processes.size() < MOST) {
                processes.put(key, known);
            }
        }
        return known;
    }

    @Override
    public boolean isEmpty() {
        return sockets.isEmpty();
    }

    @Override
    public boolean isLocal(Address address) {
        return false;
    }

    @Override
    public List<Sighting> at(SocketKey key) {
        return sockets.getOrDefault(key, List.of());
    }
}
