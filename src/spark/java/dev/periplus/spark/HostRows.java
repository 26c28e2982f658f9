package dev.periplus.spark;

import dev.periplus.address.Address;
import dev.periplus.answer.HostFact;
import dev.periplus.answer.HostFacts;
import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** The rows of {@code hosts}. */
final class HostRows implements TableRows {
    private final List<String> columns;

    HostRows(List<String> columns) {
        this.columns = columns;
    }

    @Override
    public void hosts(HostFacts known, Consumer<Row> to) {
        for (Address host : known.hosts()) {
            for (HostFact fact : known.of(host)) {
                to.accept(TableRows.row(columns, column -> value(column, host, known, fact)));
            }
        }
    }

    static @Nullable Object value(String column, Address host, HostFacts known, HostFact fact) {
        return switch (column) {
            case "host" -> host.toString();
            case "kind" -> fact.kind().id();
            case "value" -> fact.value();
            case "grade" -> fact.grade().id();
            case "source" -> fact.source();
            case "by" -> fact.by().isAny() ? null : fact.by().toString();
            case "capture" -> fact.packet() > 0 ? known.capture(fact) : null;
            case "packet" -> fact.packet() > 0 ? fact.packet() : null;
            case "offset" -> fact.offset() >= 0 ? fact.offset() : null;
            case "bytes" -> fact.bytes();
            default -> Values.timestamp(fact.time());
        };
    }
}
