package dev.periplus.report;

/** A flow whose fields a condition asks for: a record, or a row of a database. */
@FunctionalInterface
public interface FlowFields {
    /** Writes the values of a field of {@link RecordFields}, of metadata, or of an alias; nothing if there are none. */
    void write(RecordField field, FieldWriter to);
}
