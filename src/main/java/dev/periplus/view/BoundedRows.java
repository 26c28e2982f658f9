package dev.periplus.view;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Rows by their key, so many at most: what comes later is counted. */
final class BoundedRows<K, R> {
    private final Map<K, R> rows = new LinkedHashMap<>();
    private final int most;
    private long left;

    BoundedRows(int most) {
        this.most = most;
    }

    /** The row of the key; null where there is none and there are too many already. */
    @Nullable
    R row(K key, Function<K, R> made) {
        R row = rows.get(key);
        if (row == null && rows.size() == most) {
            left++;
            return null;
        }
        if (row == null) {
            row = made.apply(key);
            rows.put(key, row);
        }
        return row;
    }

    Map<K, R> rows() {
        return rows;
    }

    /** How often a row was asked for that is not followed. */
    long left() {
        return left;
    }
}
