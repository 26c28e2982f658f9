package dev.periplus.report.sqlite;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A row of a database that may hold anything. Text is cut to 4,096 characters and is not yet printable.
 *
 * @param values by the name of the column; NULL is left out
 */
public record SqliteRow(Map<String, Object> values) {
    static final int LONGEST = 4096;

    /** Returns the text of a value, empty for NULL. */
    public String text(String column) {
        Object value = values.get(column);
        return value == null || value instanceof byte[] ? "" : value.toString();
    }

    /** Returns a number, 0 for NULL and for what is no number. */
    public long number(String column) {
        return values.get(column) instanceof Number number ? number.longValue() : 0;
    }

    /** Returns a number with decimals, 0 for NULL and for what is no number. */
    public double real(String column) {
        return values.get(column) instanceof Number number ? number.doubleValue() : 0;
    }

    /** Returns bytes, or null. */
    public byte @Nullable [] bytes(String column) {
        return values.get(column) instanceof byte[] bytes ? bytes : null;
    }

    public boolean has(String column) {
        return values.containsKey(column);
    }
}
