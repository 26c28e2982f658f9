package dev.periplus.report.text;

import dev.periplus.answer.Amounts;
import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.Standing;
import dev.periplus.flow.Flow;
import dev.periplus.registry.Registration;
import dev.periplus.report.Why;
import dev.periplus.report.Words;
import dev.periplus.text.Printable;

/** Describes a flow and its answer in one line, for formats with a message per event. */
public final class Headline {
    private Headline() {}

    /**
     * Returns the line, safe for a terminal.
     *
     * @param why from {@link Why#of}
     */
    public static String of(FlowRecord record, String why) {
        Flow flow = record.flow();
        Registration registered = record.registered();
        String label = record.verdict().label();
        StringBuilder line = new StringBuilder(flow.transport())
                .append(' ')
                .append(flow.address(flow.clientSide()))
                .append(" → ")
                .append(TableRow.server(flow, Integer.toString(flow.port(flow.serverSide()))))
                .append(' ')
                .append(label == null ? "unknown" : Printable.of(Words.withApplication(label, record.application())));
        if (label != null) {
            line.append(' ').append(Amounts.confidence(record.verdict().confidence()));
        }
        if (record.standing() != Standing.UNREGISTERED) {
            line.append(", ").append(record.standing().id());
        }
        if (registered != null) {
            line.append(" (").append(Printable.of(registered.name())).append(')');
        }
        return why.isEmpty() ? line.toString() : line.append(": ").append(why).toString();
    }
}
