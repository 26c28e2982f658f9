package dev.periplus.report.sqlite;

import dev.periplus.address.Address;
import dev.periplus.answer.HostFact;
import dev.periplus.answer.HostFacts;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Writes what is known of hosts. */
final class SqliteHosts {
    private SqliteHosts() {}

    static void write(SqliteDatabase database, HostFacts known) {
        SqliteTable table;
        try {
            table = database.table("host_facts");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        for (Address host : known.hosts()) {
            for (HostFact fact : known.of(host)) {
                boolean placed = fact.packet() > 0;
                table.text(host.toString()).text(fact.kind().id()).text(fact.value());
                table.text(fact.grade().id()).text(fact.source());
                table.text(fact.by().isAny() ? null : fact.by().toString());
                table.text(placed ? known.capture(fact) : null).number(fact.packet(), placed);
                table.number(fact.offset(), fact.offset() >= 0).bytes(fact.bytes());
                table.number(fact.time()).end();
            }
        }
    }
}
