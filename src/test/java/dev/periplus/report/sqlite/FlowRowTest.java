package dev.periplus.report.sqlite;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.periplus.report.RecordField;
import dev.periplus.report.RecordFields;
import dev.periplus.report.Records;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlowRowTest {
    /** Fields that have a table of their own, or that queries compute from columns. */
    private static final Set<String> ELSEWHERE =
            Set.of("duration", "protocols", "incomplete", "known_users", "client_process", "server_process");

    @TempDir
    Path folder;

    private Path written() throws IOException {
        Path file = folder.resolve("case.db");
        SqliteReport report = SqliteReport.at(file);
        report.flow(Records.full());
        report.finish(Records.run());
        return file;
    }

    /** A field needs a column to reach the database; a column needs a field to be written. */
    @Test
    void theSchemaHasAColumnForEveryField() throws IOException {
        Set<Object> columns = new TreeSet<>(Sql.column(written(), "SELECT name FROM pragma_table_info('flows')"));
        columns.remove("outer_vlan");
        Set<Object> fields = new TreeSet<>();
        for (RecordField field : new RecordFields().columns()) {
            if (!ELSEWHERE.contains(field.column())) {
                fields.add(FlowRow.name(field));
            }
        }
        assertEquals(fields, columns);
    }

    @Test
    void columnsHoldTheirFields() throws IOException {
        Path file = written();
        assertEquals(
                List.of("30|200|gre vxlan|10.9.0.7|3250|0.9877|Sys, Scanner|1500000000000000000|1"),
                Sql.column(
                        file,
                        "SELECT concat_ws('|', vlan, outer_vlan, tunnel, server_ip, server_port, confidence,"
                                + " registered_description, start_ns, scan_targets IS NULL) FROM flows"));
    }
}
