package dev.periplus.correlate;

import dev.periplus.classify.NameAnnouncement;
import dev.periplus.flow.Flow;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Remembers which DNS names hosts resolved to which addresses. */
final class AnsweredNames {
    private static final long HELD_NANOS = 3_600_000_000_000L;
    private static final int MOST_PAIRS = 1 << 16;
    private static final int MOST_A_PAIR = 4;

    /** A name, and the times of its first and last answer. */
    private record Given(String name, long first, long last) {}

    private final Map<HostPair, Deque<Given>> named = new BoundedMap<>(MOST_PAIRS);

    void observe(NameAnnouncement name) {
        HostPair pair = new HostPair(name.asker(), name.address());
        Deque<Given> here = named.computeIfAbsent(pair, p -> new ArrayDeque<>(1));
        long first = name.time();
        for (Given given : here) {
            first = given.name.equals(name.says()) ? given.first : first;
        }
        here.removeIf(given -> given.name.equals(name.says()));
        if (here.size() == MOST_A_PAIR) {
            here.remove();
        }
        here.add(new Given(name.says(), first, name.time()));
    }

    /** Returns the last name the client resolved to the server's address in the hour before the flow, or null. */
    @Nullable
    String of(Flow flow) {
        Deque<Given> here = named.isEmpty() ? null : named.get(HostPair.of(flow));
        String latest = null;
        for (Given given : here == null ? List.<Given>of() : here) {
            if (given.first <= flow.start() && given.last >= flow.start() - HELD_NANOS) {
                latest = given.name;
            }
        }
        return latest;
    }
}
