package dev.periplus.view;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A bounded number of rows by key. Requests for further keys are counted. */
final class BoundedRows<K, R> {
    private final Map<K, R> rows = new LinkedHashMap<>();
    private final int most;
    private long left;

    BoundedRows(int most) {
        this.most = most;
    }

    /** Returns the row of a key, created if necessary; null if it is absent and there are too many rows. */
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

    /** Number of requests for rows beyond the limit. */
    long left() {
        return left;
    }
}
