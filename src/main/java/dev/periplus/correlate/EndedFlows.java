package dev.periplus.correlate;

import dev.periplus.flow.Flow;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Flows that have ended, the first to be {@linkplain FlowOrder#BY_END over} first.
 *
 * <p>How it works. Most come in order, and wait in a queue; those that do not wait in a heap, whose cost they alone bear.
 */
final class EndedFlows {
    private final ArrayDeque<Flow> inOrder = new ArrayDeque<>();
    private final PriorityQueue<Flow> late = new PriorityQueue<>(FlowOrder.BY_END);

    void add(Flow flow) {
        Flow last = inOrder.peekLast();
        if (last == null || FlowOrder.BY_END.compare(last, flow) <= 0) {
            inOrder.add(flow);
        } else {
            late.add(flow);
        }
    }

    int size() {
        return inOrder.size() + late.size();
    }

    /** Returns the first, or null if there is none. */
    @Nullable
    Flow first() {
        return isLateFirst() ? late.peek() : inOrder.peek();
    }

    /** Removes what {@link #first} returns. */
    void removeFirst() {
        if (isLateFirst()) {
            late.remove();
        } else {
            inOrder.remove();
        }
    }

    private boolean isLateFirst() {
        Flow one = late.peek();
        Flow other = inOrder.peek();
        return one != null && (other == null || FlowOrder.BY_END.compare(one, other) < 0);
    }

    /** Removes all, and returns them in any order. */
    List<Flow> removeAll() {
        List<Flow> all = new ArrayList<>(inOrder);
        all.addAll(late);
        clear();
        return all;
    }

    void clear() {
        inOrder.clear();
        late.clear();
    }
}
