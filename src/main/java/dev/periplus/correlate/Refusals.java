package dev.periplus.correlate;

import dev.periplus.address.Endpoint;
import dev.periplus.classify.RefusalAnnouncement;
import dev.periplus.flow.Flow;
import dev.periplus.memory.Memory;
import java.util.BitSet;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Remembers the flows of which ICMP errors quote packets. */
final class Refusals {
    private static final int MOST = Memory.scaled(1 << 16);

    /** An error may come so long after the packet that it quotes. */
    private static final long LATE_NANOS = 60_000_000_000L;

    private record Quoted(Endpoint sender, Endpoint addressed) {}

    private record Refusal(long first, long last, String says) {}

    /** All ports that quoted packets came from: a fast check, because few flows use one of them. */
    private final BitSet ports = new BitSet();

    private final Map<Quoted, Refusal> refusals = new BoundedMap<>(MOST);

    void observe(RefusalAnnouncement refusal) {
        ports.set(refusal.sender().port());
        Quoted quoted = new Quoted(refusal.sender(), refusal.addressed());
        Refusal known = refusals.remove(quoted);
        long first = known == null ? refusal.time() : known.first;
        refusals.put(quoted, new Refusal(first, refusal.time(), refusal.says()));
    }

    /** Returns what an ICMP error says of a flow, or null. */
    @Nullable
    String of(Flow flow) {
        if (refusals.isEmpty()) {
            return null;
        }
        String says = of(flow, flow.clientSide());
        return says == null ? of(flow, flow.serverSide()) : says;
    }

    private @Nullable String of(Flow flow, int side) {
        if (!ports.get(flow.port(side))) {
            return null;
        }
        Refusal refusal = refusals.get(new Quoted(flow.endpoint(side), flow.endpoint(1 - side)));
        boolean ofThis = refusal != null && refusal.last >= flow.start() && refusal.first <= flow.end() + LATE_NANOS;
        return ofThis ? refusal.says : null;
    }
}
