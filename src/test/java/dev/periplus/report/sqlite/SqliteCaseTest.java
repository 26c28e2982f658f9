package dev.periplus.report.sqlite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.answer.FlowRecord;
import dev.periplus.report.FilterVocabulary;
import dev.periplus.report.FlowFields;
import dev.periplus.report.RecordFieldsTest;
import dev.periplus.report.Records;
import dev.periplus.report.ResultFilter;
import dev.periplus.report.WrongFilterException;
import dev.periplus.report.sqlite.SqliteCase.Cursor;
import dev.periplus.report.sqlite.SqliteCase.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Lists of flows from a database, and conditions on its rows. */
class SqliteCaseTest {
    private static final FilterVocabulary SSH =
            new FilterVocabulary(new TreeSet<>(List.of("ssh")), new TreeSet<>(), ZoneOffset.UTC);

    @TempDir
    Path folder;

    private SqliteCase of(List<FlowRecord> records) throws IOException {
        Path file = folder.resolve("case.db");
        SqliteReport report = SqliteReport.at(file);
        records.forEach(report::flow);
        report.finish(Records.run());
        return SqliteCase.open(file);
    }

    private static List<Long> numbers(Page page) {
        return page.flows().stream().map(row -> row.number("flow")).toList();
    }

    @Test
    void aConditionMatchesTheSameFlowsAsOnRecords() throws IOException, WrongFilterException {
        List<FlowRecord> records = RecordFieldsTest.records();
        List<String> conditions = new ArrayList<>(RecordFieldsTest.conditions(records));
        conditions.addAll(
                List.of("ssh", "tcp", "ip", "ipv6", "not ipv6", "start>=\"2020-01-01\"", "end<\"2020-01-01\""));
        try (SqliteCase kase = of(records)) {
            for (String condition : conditions) {
                ResultFilter filter =
                        condition.equals("ssh") ? ResultFilter.parse(condition, SSH) : ResultFilter.parse(condition);
                Page page = kase.flows(FlowOrder.FLOW, false, null, 1000, flow -> filter.test(flow));
                assertEquals(
                        records.stream()
                                .filter(filter)
                                .map(FlowRecord::number)
                                .sorted()
                                .toList(),
                        numbers(page),
                        condition);
            }
        }
        assertTrue(conditions.size() > 100);
    }

    @ParameterizedTest
    @EnumSource(FlowOrder.class)
    void pagesHoldEveryFlowOnceAndInOrder(FlowOrder order) throws IOException {
        List<FlowRecord> records = new ArrayList<>();
        for (int i = 1; i <= 95; i++) {
            records.add(Records.tcp("10.0.0." + i % 7, "10.0.1." + i % 3, 1 + i % 5)
                    .number(i)
                    .label(i % 2 == 0 ? "ssh" : "http", 0.9 + i % 4 / 100.0)
                    .made());
        }
        try (SqliteCase kase = of(records)) {
            for (boolean down : new boolean[] {false, true}) {
                List<Long> all = new ArrayList<>();
                List<Comparable<Object>> keys = new ArrayList<>();
                Cursor next = null;
                do {
                    Page page = kase.flows(order, down, next, 10, flow -> true);
                    all.addAll(numbers(page));
                    page.flows().forEach(row -> keys.add(key(row)));
                    next = page.next();
                } while (next != null);
                assertEquals(95, all.size());
                assertEquals(
                        LongStream.rangeClosed(1, 95).boxed().toList(),
                        all.stream().sorted().toList());
                List<Comparable<Object>> sorted = new ArrayList<>(keys);
                sorted.sort(down ? Collections.reverseOrder() : null);
                assertEquals(sorted, keys);
            }
        }
    }

    @SuppressWarnings("unchecked")
    private static Comparable<Object> key(SqliteRow row) {
        return (Comparable<Object>) row.values().get("sort_key");
    }

    @Test
    void aSlowConditionGoesOnOnTheNextPage() throws IOException {
        List<FlowRecord> records = new ArrayList<>();
        for (int i = 1; i <= 130; i++) {
            records.add(Records.tcp("10.0.0.1", "10.0.0.2", 22).number(i).made());
        }
        Predicate<FlowFields> slow = flow -> {
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return false;
        };
        try (SqliteCase kase = of(records)) {
            Page page = kase.flows(FlowOrder.FLOW, false, null, 10, slow);
            assertEquals(List.of(), page.flows());
            assertEquals(64, page.looked());
            assertEquals(new Cursor(64, 64), page.next());
            Page rest = kase.flows(FlowOrder.FLOW, false, page.next(), 1000, flow -> true);
            assertEquals(LongStream.rangeClosed(65, 130).boxed().toList(), numbers(rest));
            assertNull(rest.next());
        }
    }

    @Test
    void anEndlessQuestionIsEnded() throws IOException {
        try (SqliteCase kase = of(List.of())) {
            kase.stop();
            IOException e = assertThrows(
                    IOException.class,
                    () -> kase.rows("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
                            + " SELECT count(*) FROM n"));
            assertTrue(String.valueOf(e.getMessage()).contains("takes too long"), e.getMessage());
        }
    }

    @Test
    void whatIsNoDatabaseOfThisVersionIsRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("x.db"), "SQLite format 3\0 and then something else");
        assertThrows(IOException.class, () -> SqliteCase.open(file).close());
    }
}
