package dev.periplus.report.sqlite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.answer.Counter;
import dev.periplus.answer.FlowRecord;
import dev.periplus.decode.Packet;
import dev.periplus.flow.FlowFixture;
import dev.periplus.flow.Role;
import dev.periplus.report.Records;
import dev.periplus.sockets.Grade;
import dev.periplus.sockets.Owner;
import dev.periplus.sockets.OwningProcess;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Databases of flows that the captures do not contain, and how they are written. */
class SqliteReportTest {
    @TempDir
    Path folder;

    private Path written(FlowRecord... records) throws IOException {
        Path file = folder.resolve("case.db");
        SqliteReport report = SqliteReport.at(file);
        List.of(records).forEach(report::flow);
        report.finish(Records.run(Counter.FLOWS.count(records.length)));
        return file;
    }

    private static FlowRecord numbered(long number) {
        return Records.tcp("10.0.0.1", "10.0.0.2", 3251)
                .number(number)
                .label("ssh", 0.99)
                .says("ssh", "identification string")
                .made();
    }

    @Test
    void aFileWithoutFlowsIsWhole() throws IOException {
        Path file = written();
        assertEquals(List.of(0), Sql.column(file, "SELECT count(*) FROM flows"));
        assertEquals(List.of("case/a.pcapng"), Sql.column(file, "SELECT path FROM captures"));
        assertEquals(List.of("flows"), Sql.column(file, "SELECT name FROM counters"));
    }

    @Test
    void manyPagesOfFlowsKeepTheirOrder() throws IOException {
        int flows = 5000;
        SqliteReport report = SqliteReport.at(folder.resolve("case.db"));
        for (int i = 1; i <= flows; i++) {
            report.flow(numbered(i));
        }
        report.finish(Records.run());
        Path file = folder.resolve("case.db");
        assertEquals(List.of(flows), Sql.column(file, "SELECT count(*) FROM flows JOIN evidence USING (flow)"));
        assertEquals(List.of(flows), Sql.column(file, "SELECT max(flow) FROM flows"));
        assertEquals(
                List.of("10.0.0.1|5000|0", "10.0.0.2|0|5000"),
                Sql.column(file, "SELECT concat_ws('|', address, flows_as_client, flows_as_server) FROM hosts"));
    }

    @Test
    void writtenRecordsAreLetGo() throws IOException, InterruptedException {
        SqliteReport report = SqliteReport.at(folder.resolve("case.db"));
        FlowRecord first = numbered(1);
        WeakReference<FlowRecord> kept = new WeakReference<>(first);
        report.flow(first);
        first = null;
        for (int i = 2; i <= 20_000; i++) {
            report.flow(numbered(i));
        }
        for (int tries = 0; kept.get() != null && tries < 50; tries++) {
            System.gc();
            Thread.sleep(20);
        }
        assertNull(kept.get());
        report.finish(Records.run());
    }

    @Test
    void flowsThatGoOnWaitForTheirEnd() throws IOException {
        FlowRecord goesOn = Records.of(
                        FlowFixture.begin(FlowFixture.first(Packet.TCP, "10.0.0.1", 40000, "10.0.0.2", 3251))
                                .observed()
                                .sends(0, 3, 60)
                                .soFar())
                .made();
        SqliteReport report = SqliteReport.at(folder.resolve("case.db"));
        report.goesOn(goesOn);
        report.finish(Records.run());
        assertEquals(List.of(0), Sql.column(folder.resolve("case.db"), "SELECT count(*) FROM flows"));
    }

    @Test
    void vlansProcessesAndKnownUsersHaveTheirPlace() throws IOException {
        Packet first = FlowFixture.first(Packet.UDP, "2001:db8::1", 40000, "2001:db8::2", 3250);
        first.vlan = 200 << 12 | 30;
        OwningProcess process = new OwningProcess(7, "wfica", "me", null, null, List.of());
        FlowRecord record = Records.of(Records.talk(first))
                .users(Records.FRAMEHAWK, Records.ANY_MEDIA)
                .owners(
                        new Owner(Role.CLIENT, Grade.EXACT, List.of(process)),
                        new Owner(Role.SERVER, Grade.GONE, List.of()))
                .made();
        Path file = written(record);
        assertEquals(List.of("30|200"), Sql.column(file, "SELECT vlan || '|' || outer_vlan FROM flows"));
        assertEquals(
                List.of("client|exact|7|wfica", "server|gone||"),
                Sql.column(
                        file,
                        "SELECT side || '|' || grade || '|' || ifnull(pid, '') || '|' || ifnull(name, '') FROM processes"));
        assertEquals(
                List.of("any-media 1024-65535", "framehawk 3224-3324"),
                Sql.column(
                        file,
                        "SELECT id || ' ' || ports FROM flows JOIN known_users USING (transport)"
                                + " WHERE port = server_port ORDER BY id"));
    }

    /** An existing file is replaced by a complete one, or stays. */
    @Test
    void aDatabaseTakesItsNameOnceItIsComplete() throws IOException {
        Path file = Files.writeString(folder.resolve("case.db"), "before");
        SqliteReport report = SqliteReport.at(file);
        report.flow(numbered(1));
        assertEquals("before", Files.readString(file));
        report.finish(Records.run());
        assertEquals(List.of(1), Sql.column(file, "SELECT count(*) FROM flows"));
        assertTrue(SqliteReport.files(file).contains(file));
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(List.of(file), files.toList());
        }
    }

    @Test
    void charactersOfANameAreNoOptions() throws IOException {
        Path file = folder.resolve("a?mode=memory&b%20 #ü.db");
        SqliteReport report = SqliteReport.at(file);
        report.flow(numbered(1));
        report.finish(Records.run());
        Path plain = Files.move(file, folder.resolve("plain.db"));
        assertEquals(List.of(1), Sql.column(plain, "SELECT count(*) FROM flows"));
    }
}
