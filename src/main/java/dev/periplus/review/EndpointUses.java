package dev.periplus.review;

import dev.periplus.address.Endpoint;
import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.Standing;
import dev.periplus.memory.Memory;
import dev.periplus.memory.Quota;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/**
 * The ports of hosts that findings follow, at most so many at a time.
 *
 * <p>How it works. Whoever makes up enough services could fill the table before the one that matters, so what is worth
 * less makes room: first services as registered, then unidentified traffic, then conflicts. Among equals, the label
 * with the most ports makes room, so that many services of one protocol cannot hide another.
 */
final class EndpointUses {
    /** Worth of what a flow shows, the least first. */
    private enum Worth {
        AS_REGISTERED,
        UNIDENTIFIED,
        CONFLICT
    }

    private record Group(Worth worth, String label) {}

    private static final class Followed {
        private final EndpointUse use;
        private final long position;
        private Group group;
        private long flows;

        Followed(EndpointUse use, long position, Group group) {
            this.use = use;
            this.position = position;
            this.group = group;
        }
    }

    private final int most;
    private final Predicate<String> isNotable;
    private final Quota clients = new Quota(Memory.scaled(2_000_000));
    private final Map<Endpoint, Followed> all = new HashMap<>();
    private final Map<Group, Map<Endpoint, Followed>> groups = new LinkedHashMap<>();
    private long begun;
    private long left;

    /**
     * @param most ports at a time
     * @param isNotable whether a label is worth a finding on any port
     */
    EndpointUses(int most, Predicate<String> isNotable) {
        this.most = most;
        this.isNotable = isNotable;
    }

    void add(FlowRecord record) {
        Endpoint endpoint = record.flow().server();
        Group group = groupOf(record);
        Followed followed = all.get(endpoint);
        if (followed == null) {
            if (all.size() >= most && !makesRoom(group)) {
                left++;
                return;
            }
            followed = new Followed(new EndpointUse(clients), begun++, group);
            all.put(endpoint, followed);
            members(group).put(endpoint, followed);
        } else if (group.worth.compareTo(followed.group.worth) > 0) {
            members(followed.group).remove(endpoint);
            followed.group = group;
            members(group).put(endpoint, followed);
        }
        followed.flows++;
        followed.use.add(record);
    }

    private Group groupOf(FlowRecord record) {
        String label = record.verdict().label();
        if (label == null) {
            return new Group(Worth.UNIDENTIFIED, EndpointUse.UNIDENTIFIED);
        }
        boolean conflict = record.standing() == Standing.NOT_AS_REGISTERED || isNotable.test(label);
        return new Group(conflict ? Worth.CONFLICT : Worth.AS_REGISTERED, label);
    }

    private Map<Endpoint, Followed> members(Group group) {
        return groups.computeIfAbsent(group, made -> new LinkedHashMap<>());
    }

    /** Drops the port followed longest of what is worth least; returns false if nothing is worth less than the group. */
    private boolean makesRoom(Group group) {
        Group least = null;
        for (Map.Entry<Group, Map<Endpoint, Followed>> entry : groups.entrySet()) {
            if (!entry.getValue().isEmpty() && (least == null || isWorthLess(entry.getKey(), least))) {
                least = entry.getKey();
            }
        }
        if (least == null || !isWorthLess(least, group)) {
            return false;
        }
        Iterator<Map.Entry<Endpoint, Followed>> eldest =
                members(least).entrySet().iterator();
        Map.Entry<Endpoint, Followed> dropped = eldest.next();
        eldest.remove();
        all.remove(dropped.getKey());
        left += dropped.getValue().flows;
        return true;
    }

    private boolean isWorthLess(Group one, Group other) {
        int order = one.worth.compareTo(other.worth);
        return order < 0 || order == 0 && members(one).size() > members(other).size() + 1;
    }

    /** Hands on all ports that are followed, in the order in which they were first seen. */
    void forEach(BiConsumer<Endpoint, EndpointUse> taker) {
        List<Map.Entry<Endpoint, Followed>> inOrder = new ArrayList<>(all.entrySet());
        inOrder.sort(Comparator.comparingLong(entry -> entry.getValue().position));
        inOrder.forEach(entry -> taker.accept(entry.getKey(), entry.getValue().use));
    }

    /** Flows of ports that are not followed. */
    long left() {
        return left;
    }
}
