package dev.periplus.outputs.parquet;

import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.ListLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.MapLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Makes a row of an object: each member becomes the column of its name. Null members are left out; so are members
 * without a column. A value where the schema has a list is a list of one, as keys of metadata have one value or several.
 */
final class JsonRow {
    /** Ends the name of a column that holds a time in nanoseconds. */
    static final String NANOS = "_ns";

    private static final int VALUE = 1;
    private static final long MICRO = 1000;

    private final JsonParser json;
    private final RecordConsumer row;

    JsonRow(JsonParser json, RecordConsumer row) {
        this.json = json;
        this.row = row;
    }

    /** Writes the object that the parser has come to the start of. */
    void write(GroupType table) {
        row.startMessage();
        members(table);
        row.endMessage();
    }

    private void members(GroupType group) {
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            if (value == JsonToken.VALUE_NULL || !group.containsField(name)) {
                json.skipChildren();
                continue;
            }
            field(name, group.getFieldIndex(name), group.getType(name));
            if (group.containsField(name + NANOS)) {
                exactly(name + NANOS, group.getFieldIndex(name + NANOS));
            }
        }
    }

    /** Writes the time at which the parser is as nanoseconds since the epoch. */
    private void exactly(String name, int index) {
        row.startField(name, index);
        row.addLong(nanos(json.getString()));
        row.endField(name, index);
    }

    private void field(String name, int index, Type type) {
        row.startField(name, index);
        value(type);
        row.endField(name, index);
    }

    /** Writes the value at which the parser is; it is not null. */
    private void value(Type type) {
        if (type.isPrimitive()) {
            primitive(type.asPrimitiveType());
            return;
        }
        GroupType group = type.asGroupType();
        LogicalTypeAnnotation logical = group.getLogicalTypeAnnotation();
        row.startGroup();
        if (logical instanceof ListLogicalTypeAnnotation) {
            list(group.getType(0).asGroupType());
        } else if (logical instanceof MapLogicalTypeAnnotation) {
            map(group.getType(0).asGroupType());
        } else if (json.currentToken() == JsonToken.START_OBJECT) {
            members(group);
        } else {
            json.skipChildren();
        }
        row.endGroup();
    }

    private void list(GroupType repeated) {
        boolean many = json.currentToken() == JsonToken.START_ARRAY;
        if (many && json.nextToken() == JsonToken.END_ARRAY) {
            return;
        }
        Type element = repeated.getType(0);
        row.startField(repeated.getName(), 0);
        do {
            row.startGroup();
            if (json.currentToken() != JsonToken.VALUE_NULL) {
                field(element.getName(), 0, element);
            }
            row.endGroup();
        } while (many && json.nextToken() != JsonToken.END_ARRAY);
        row.endField(repeated.getName(), 0);
    }

    private void map(GroupType repeated) {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            json.skipChildren();
            return;
        }
        if (json.nextToken() == JsonToken.END_OBJECT) {
            return;
        }
        row.startField(repeated.getName(), 0);
        do {
            row.startGroup();
            row.startField("key", 0);
            row.addBinary(Binary.fromString(json.currentName()));
            row.endField("key", 0);
            if (json.nextToken() != JsonToken.VALUE_NULL) {
                field("value", VALUE, repeated.getType(VALUE));
            }
            row.endGroup();
        } while (json.nextToken() != JsonToken.END_OBJECT);
        row.endField(repeated.getName(), 0);
    }

    private void primitive(PrimitiveType type) {
        switch (type.getPrimitiveTypeName()) {
            case BINARY -> row.addBinary(Binary.fromString(json.getString()));
            case DOUBLE -> row.addDouble(json.getDoubleValue());
            case INT32 -> row.addInteger(json.getIntValue());
            case INT64 ->
                row.addLong(
                        type.getLogicalTypeAnnotation() instanceof TimestampLogicalTypeAnnotation
                                ? Math.floorDiv(nanos(json.getString()), MICRO)
                                : json.getLongValue());
            default -> throw new IllegalStateException("no column of type " + type);
        }
    }

    /** Returns a time of the native record as nanoseconds since the epoch. */
    private static long nanos(String text) {
        Instant time = Instant.parse(text);
        return TimeUnit.SECONDS.toNanos(time.getEpochSecond()) + time.getNano();
    }
}
