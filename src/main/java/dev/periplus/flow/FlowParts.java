package dev.periplus.flow;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What else there is of a flow.
 *
 * @param otherHalf tags and tunnels of its other half, if that was captured elsewhere
 * @param copies tags and tunnels of its copies
 * @param continued the first part of its connection, if that has a record of its own
 * @param uid what its record states; null for a flow whose packets were seen
 */
record FlowParts(
        @Nullable Encapsulation otherHalf,
        List<Encapsulation> copies,
        @Nullable Flow continued,
        @Nullable String uid) {
    static final FlowParts NONE = new FlowParts(null, List.of(), null, null);

    private static final int MOST_COPIES = 8;

    FlowParts withHalf(Encapsulation other) {
        return new FlowParts(other, copies, continued, uid);
    }

    /** Adds a copy, unless it is known or there are many. */
    FlowParts withCopy(Encapsulation where) {
        if (copies.size() == MOST_COPIES || copies.contains(where)) {
            return this;
        }
        List<Encapsulation> more = new ArrayList<>(copies);
        more.add(where);
        return new FlowParts(otherHalf, List.copyOf(more), continued, uid);
    }

    FlowParts continuing(Flow first) {
        return new FlowParts(otherHalf, copies, first, uid);
    }
}
