package dev.periplus.correlate;

import dev.periplus.address.KeyedHash;
import dev.periplus.answer.Metadata;
import dev.periplus.classify.NameAnnouncement;
import dev.periplus.flow.Flow;
import dev.periplus.flow.HostPair;
import dev.periplus.memory.Memory;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Remembers which DNS names hosts resolved to which addresses. */
final class AnsweredNames {
    private static final long HELD_NANOS = 3_600_000_000_000L;
    private static final int MOST_PAIRS = Memory.scaled(1 << 16);
    private static final int MOST_A_PAIR = 8;
    private static final int FILTER = 1 << 16;

    /** A name, and the times of its first and last answer. */
    private record Given(String name, long first, long last) {}

    /** A bit for each hash of a pair that has a name: a fast check, because few flows follow an answer. */
    private final BitSet pairs = new BitSet(FILTER);

    private final BoundedLists<HostPair, Given> named = new BoundedLists<>(MOST_PAIRS, MOST_A_PAIR);

    void observe(NameAnnouncement name) {
        HostPair pair = new HostPair(name.asker(), name.address());
        pairs.set(bit(
                pair.client().high(),
                pair.client().low(),
                pair.server().high(),
                pair.server().low()));
        long first = name.time();
        for (Given given : named.of(pair)) {
            first = given.name.equals(name.says()) ? given.first : first;
        }
        named.add(pair, new Given(name.says(), first, name.time()), given -> given.name.equals(name.says()));
    }

    /** Returns names that the client resolved to the server's address in the hour before the flow, the latest last. */
    List<String> of(Flow flow) {
        int client = flow.clientSide();
        int server = flow.serverSide();
        if (!pairs.get(bit(flow.high(client), flow.low(client), flow.high(server), flow.low(server)))) {
            return List.of();
        }
        List<String> names = new ArrayList<>(1);
        for (Given given : named.of(HostPair.of(flow))) {
            if (given.first <= flow.start() && given.last >= flow.start() - HELD_NANOS) {
                names.add(given.name);
            }
        }
        return names;
    }

    /** Of the names that a client resolved, returns the one that the flow itself gives, and the latest. */
    static List<String> shown(List<String> names, Metadata said) {
        if (names.isEmpty()) {
            return names;
        }
        String own = null;
        for (String name : names) {
            own = isSaid(name, said) ? name : own;
        }
        String latest = names.get(names.size() - 1);
        return own == null || own.equals(latest) ? List.of(latest) : List.of(own, latest);
    }

    private static boolean isSaid(String name, Metadata said) {
        return said.values("tls", "sni").contains(name)
                || said.values("quic", "sni").contains(name)
                || said.values("http", "host").contains(name);
    }

    private static int bit(long clientHigh, long clientLow, long serverHigh, long serverLow) {
        return (int) KeyedHash.with(KeyedHash.of(clientHigh, clientLow), KeyedHash.of(serverHigh, serverLow))
                & FILTER - 1;
    }
}
