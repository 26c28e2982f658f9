package dev.periplus.registry;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An entry of the list of known users as it stands in the file, before anything is made of it.
 *
 * @param line where it begins, from 1
 * @param fields by key, in the order of the file
 */
record KnownUserEntry(int line, Map<String, Field> fields) {
    /**
     * A field: one text, or a list of them.
     *
     * @param line where its key stands
     */
    record Field(int line, boolean list, List<Item> items) {}

    /** A text and where it begins. */
    public record Item(int line, String text) {}

    static KnownUserEntry at(int line) {
        return new KnownUserEntry(line, new LinkedHashMap<>());
    }
}
