package dev.periplus.answer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Fields that detectors extract: group → key → values. Values of a key are adjacent, as are keys of a group; otherwise
 * they keep the order of extraction. Immutable.
 */
public final class Metadata {
    public static final Metadata NONE = new Metadata(new String[0]);

    private static final int FIELDS = 3;

    /** Group, key and value in turn. */
    private final String[] fields;

    private Metadata(String[] fields) {
        this.fields = fields;
    }

    /** Collects the fields of one flow. */
    public static final class Builder {
        private static final int LONGEST = 256;
        private static final int MOST_VALUES = 16;

        private String[] fields = NONE.fields;
        private int count;

        /** Adds a value, cut to 256 characters, unless it is present or the key has 16. */
        public void add(String group, String key, String value) {
            String kept = value.length() > LONGEST ? value.substring(0, LONGEST) : value;
            int values = 0;
            int at = count;
            for (int i = 0; i < count; i += FIELDS) {
                if (fields[i].equals(group)) {
                    boolean sameKey = fields[i + 1].equals(key);
                    if (sameKey && fields[i + 2].equals(kept)) {
                        return;
                    }
                    values += sameKey ? 1 : 0;
                    at = sameKey || values == 0 ? i + FIELDS : at;
                }
            }
            if (values < MOST_VALUES) {
                insert(at, group, key, kept);
            }
        }

        private void insert(int at, String group, String key, String value) {
            if (count == fields.length) {
                fields = Arrays.copyOf(fields, Math.max(4 * FIELDS, 2 * count));
            }
            System.arraycopy(fields, at, fields, at + FIELDS, count - at);
            fields[at] = group;
            fields[at + 1] = key;
            fields[at + 2] = value;
            count += FIELDS;
        }

        public void addAll(Metadata others) {
            for (int i = 0; i < others.fields.length; i += FIELDS) {
                add(others.fields[i], others.fields[i + 1], others.fields[i + 2]);
            }
        }

        public Metadata build() {
            return count == 0 ? NONE : new Metadata(Arrays.copyOf(fields, count));
        }
    }

    /** Returns the fields of nested maps. */
    public static Metadata of(Map<String, Map<String, List<String>>> byGroup) {
        Builder builder = new Builder();
        byGroup.forEach((group, keys) ->
                keys.forEach((key, values) -> values.forEach(value -> builder.add(group, key, value))));
        return builder.build();
    }

    public boolean isEmpty() {
        return fields.length == 0;
    }

    /** The number of values. */
    public int size() {
        return fields.length / FIELDS;
    }

    public String group(int index) {
        return fields[index * FIELDS];
    }

    public String key(int index) {
        return fields[index * FIELDS + 1];
    }

    public String value(int index) {
        return fields[index * FIELDS + 2];
    }

    /** The index after the last value of the key whose first value is at this one. */
    public int endOfKey(int first) {
        int end = first + 1;
        while (end < size() && key(end).equals(key(first)) && group(end).equals(group(first))) {
            end++;
        }
        return end;
    }

    /** The values of a key, empty if there are none. */
    public List<String> values(String group, String key) {
        List<String> values = List.of();
        for (int i = 0; i < fields.length; i += FIELDS) {
            if (fields[i + 1].equals(key) && fields[i].equals(group)) {
                values = values.isEmpty() ? new ArrayList<>() : values;
                values.add(fields[i + 2]);
            }
        }
        return values;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Metadata metadata && Arrays.equals(fields, metadata.fields);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(fields);
    }

    @Override
    public String toString() {
        return Arrays.toString(fields);
    }
}
