package dev.periplus.classify;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Fields that detectors name: group → key → values, in the order they were found. Immutable, and small, because every
 * flow keeps its own until the end of a run.
 */
public final class Metadata {
    public static final Metadata NONE = new Metadata(new String[0]);

    private static final int FIELDS = 3;

    /** Group, key and value, and so on. */
    private final String[] fields;

    private Metadata(String[] fields) {
        this.fields = fields;
    }

    /** What is being found of one flow. */
    static final class Builder {
        private static final int LONGEST = 256;
        private static final int MOST_VALUES = 16;

        private String[] fields = NONE.fields;
        private int count;

        /** Adds a value, cut to 256 characters, unless it is there already or the key has 16. */
        void add(String group, String key, String value) {
            String kept = value.length() > LONGEST ? value.substring(0, LONGEST) : value;
            int values = 0;
            for (int i = 0; i < count; i += FIELDS) {
                if (fields[i + 1].equals(key) && fields[i].equals(group)) {
                    if (fields[i + 2].equals(kept)) {
                        return;
                    }
                    values++;
                }
            }
            if (values == MOST_VALUES) {
                return;
            }
            if (count == fields.length) {
                fields = Arrays.copyOf(fields, Math.max(4 * FIELDS, 2 * count));
            }
            fields[count] = group;
            fields[count + 1] = key;
            fields[count + 2] = kept;
            count += FIELDS;
        }

        void addAll(Metadata others) {
            for (int i = 0; i < others.fields.length; i += FIELDS) {
                add(others.fields[i], others.fields[i + 1], others.fields[i + 2]);
            }
        }

        Metadata build() {
            return count == 0 ? NONE : new Metadata(Arrays.copyOf(fields, count));
        }
    }

    /** From nested maps. */
    public static Metadata of(Map<String, Map<String, List<String>>> byGroup) {
        Builder builder = new Builder();
        byGroup.forEach((group, keys) ->
                keys.forEach((key, values) -> values.forEach(value -> builder.add(group, key, value))));
        return builder.build();
    }

    public boolean isEmpty() {
        return fields.length == 0;
    }

    /** The values of a key, empty where there are none. */
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

    /** Group → key → values. */
    public Map<String, Map<String, List<String>>> byGroup() {
        Map<String, Map<String, List<String>>> groups = new LinkedHashMap<>();
        for (int i = 0; i < fields.length; i += FIELDS) {
            groups.computeIfAbsent(fields[i], group -> new LinkedHashMap<>())
                    .computeIfAbsent(fields[i + 1], key -> new ArrayList<>(1))
                    .add(fields[i + 2]);
        }
        return groups;
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
        return byGroup().toString();
    }
}
