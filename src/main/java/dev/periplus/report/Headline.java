package dev.periplus.report;

import dev.periplus.classify.FlowRecord;
import dev.periplus.classify.Standing;

/** A flow and its answer in one line, for formats that want a message of each event. */
final class Headline {
    private Headline() {}

    /** Safe for a terminal. */
    static String of(FlowRecord record) {
        TableRow row = TableRow.of(new Alike(record));
        StringBuilder line = new StringBuilder(row.transport())
                .append(' ')
                .append(row.client())
                .append(" → ")
                .append(row.server())
                .append(' ')
                .append(record.verdict().label() == null ? "unknown" : row.label());
        if (!row.confidence().isEmpty()) {
            line.append(' ').append(row.confidence());
        }
        if (record.standing() != Standing.UNREGISTERED) {
            line.append(", ").append(record.standing().id());
            line.append(row.registered().isEmpty() ? "" : " (" + row.registered() + ")");
        }
        String why = Why.of(record);
        return why.isEmpty() ? line.toString() : line.append(": ").append(why).toString();
    }
}
