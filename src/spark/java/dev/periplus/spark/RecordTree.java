package dev.periplus.spark;

import dev.periplus.text.Printable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * A native record as a tree: objects are maps, arrays are lists, whole numbers are {@link Long}, others {@link Double}. Who
 * may write to a topic may write anything: nothing here is trusted.
 *
 * @param root the outermost object
 */
record RecordTree(Map<String, @Nullable Object> root) {
    /** A record has a few thousand. */
    static final int MOST_BYTES = 1 << 18;

    /** A record has a few hundred names and values. */
    private static final int MOST_TOKENS = 20_000;

    private static final int DEEPEST = 16;
    private static final int LONGEST_NUMBER = 40;
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST)
                    .maxNumberLength(LONGEST_NUMBER)
                    .maxStringLength(MOST_BYTES)
                    .maxTokenCount(MOST_TOKENS)
                    .maxNameLength(LONGEST_NUMBER * LONGEST_NUMBER)
                    .build())
            .build();

    /**
     * Reads a record.
     *
     * @throws BadRecordException if the bytes are anything but one object within the bounds
     */
    static RecordTree read(byte[] bytes) throws BadRecordException {
        if (bytes.length > MOST_BYTES) {
            throw new BadRecordException("larger than 256 KiB");
        }
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), bytes)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new BadRecordException("not a JSON object");
            }
            RecordTree tree = new RecordTree(object(parser));
            if (parser.nextToken() != null) {
                throw new BadRecordException("more than one JSON value");
            }
            return tree;
        } catch (JacksonException e) {
            throw new BadRecordException("not JSON: " + Printable.shortened(e.getOriginalMessage()));
        }
    }

    private static Map<String, @Nullable Object> object(JsonParser parser) throws BadRecordException {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            if (object.containsKey(name)) {
                throw new BadRecordException(Printable.shortened(name) + " is there twice");
            }
            object.put(name, value(parser));
        }
        return object;
    }

    private static @Nullable Object value(JsonParser parser) throws BadRecordException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> {
                List<@Nullable Object> array = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    array.add(value(parser));
                }
                yield array;
            }
            case VALUE_NULL -> null;
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NUMBER_INT -> parser.getLongValue();
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            default -> parser.getString();
        };
    }

    /**
     * Returns a value by its path, members separated by dots; null if it, or an object around it, is null or missing.
     *
     * @throws BadRecordException if something on the way is no object
     */
    @Nullable
    Object at(String path) throws BadRecordException {
        Object value = root;
        for (String name : path.split("\\.")) {
            if (value == null) {
                return null;
            }
            if (!(value instanceof Map<?, ?> object)) {
                throw wrong(path);
            }
            value = object.get(name);
        }
        return value;
    }

    /** Returns the value of this type at a path, null if there is none. */
    <T> @Nullable T at(String path, Class<T> type) throws BadRecordException {
        Object value = at(path);
        if (value != null && !type.isInstance(value)) {
            throw wrong(path);
        }
        return value == null ? null : type.cast(value);
    }

    /** Returns the elements of an array at a path, all of this type; none if there is no array. */
    <T> List<T> all(String path, Class<T> type) throws BadRecordException {
        List<T> all = new ArrayList<>();
        List<?> array = at(path, List.class);
        for (Object element : array == null ? List.of() : array) {
            if (!type.isInstance(element)) {
                throw wrong(path);
            }
            all.add(type.cast(element));
        }
        return all;
    }

    /** Returns the objects of an array at a path. */
    List<RecordTree> objects(String path) throws BadRecordException {
        List<RecordTree> objects = new ArrayList<>();
        for (Map<?, ?> element : all(path, Map.class)) {
            objects.add(of(element));
        }
        return objects;
    }

    @SuppressWarnings("unchecked") // object() makes no other maps
    private static RecordTree of(Map<?, ?> element) {
        return new RecordTree((Map<String, @Nullable Object>) element);
    }

    static BadRecordException wrong(String path) {
        return new BadRecordException(path + " is missing, or of another type");
    }
}
