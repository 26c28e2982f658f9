package dev.periplus.correlate;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * What several producers hand over, the first by an order of time first.
 *
 * <p>How it works. Most come in order, and wait in a queue; those that do not wait in a heap, whose cost they alone bear.
 *
 * @param <T> flows or announcements
 */
final class TimeQueue<T> {
    private final Comparator<T> order;
    private final ArrayDeque<T> inOrder = new ArrayDeque<>();
    private final PriorityQueue<T> late;

    /** @param order of time; what it holds for equal leaves in any order */
    TimeQueue(Comparator<T> order) {
        this.order = order;
        late = new PriorityQueue<>(order);
    }

    void addAll(Collection<? extends T> arrived) {
        for (T one : arrived) {
            add(one);
        }
    }

    void add(T arrived) {
        T last = inOrder.peekLast();
        if (last == null || order.compare(last, arrived) <= 0) {
            inOrder.add(arrived);
        } else {
            late.add(arrived);
        }
    }

    int size() {
        return inOrder.size() + late.size();
    }

    /** Returns the first, or null if there is none. */
    @Nullable
    T first() {
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
        T one = late.peek();
        T other = inOrder.peek();
        return one != null && (other == null || order.compare(one, other) < 0);
    }

    /** Removes all, and returns them in any order. */
    List<T> removeAll() {
        List<T> all = new ArrayList<>(inOrder);
        all.addAll(late);
        clear();
        return all;
    }

    void clear() {
        inOrder.clear();
        late.clear();
    }
}
