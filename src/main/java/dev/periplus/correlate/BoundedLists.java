package dev.periplus.correlate;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Lists of items by key, with a limit on each list and on all of them together. Beyond the first the oldest item of the
 * list goes, beyond the second the list that was begun first.
 */
final class BoundedLists<K, V> {
    private final Map<K, Deque<V>> lists = new LinkedHashMap<>();
    private final int mostInAList;
    private final int most;
    private int size;

    BoundedLists(int most, int mostInAList) {
        this.most = most;
        this.mostInAList = mostInAList;
    }

    boolean isEmpty() {
        return lists.isEmpty();
    }

    /** Returns the items of a key, oldest first. */
    Collection<V> of(K key) {
        Deque<V> list = lists.get(key);
        return list == null ? List.of() : list;
    }

    /**
     * Adds an item.
     *
     * @param replaced selects the items of the key that it replaces
     */
    void add(K key, V item, Predicate<V> replaced) {
        Deque<V> list = lists.computeIfAbsent(key, made -> new ArrayDeque<>(1));
        int before = list.size();
        list.removeIf(replaced);
        if (list.size() == mostInAList) {
            list.remove();
        }
        list.add(item);
        size += list.size() - before;
        for (Iterator<Map.Entry<K, Deque<V>>> eldest = lists.entrySet().iterator(); size > most; eldest.remove()) {
            size -= eldest.next().getValue().size();
        }
    }
}
