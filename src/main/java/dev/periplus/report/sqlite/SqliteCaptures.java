package dev.periplus.report.sqlite;

import dev.periplus.answer.RunSummary;
import dev.periplus.text.Printable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Numbers captures by path on first use, and writes their rows at the end. */
final class SqliteCaptures {
    private final SqliteTable captures;

    /** Captures without a row yet. */
    private final Map<String, Integer> numbers = new LinkedHashMap<>();

    private int given;

    SqliteCaptures(SqliteDatabase database) throws IOException {
        captures = database.table("captures");
    }

    int number(String path) {
        Integer number = numbers.get(path);
        if (number == null) {
            number = ++given;
            numbers.put(path, number);
        }
        return number;
    }

    void write(RunSummary run) {
        for (RunSummary.CaptureRead capture : run.captures()) {
            boolean timed = capture.packets() > 0;
            begin(capture.path(), number(capture.path())).text(capture.format());
            captures.number(capture.packets()).number(capture.bytes());
            captures.number(capture.firstTime(), timed).number(capture.lastTime(), timed);
            captures.text(capture.damage()).number(capture.offset(), capture.offset() >= 0);
            captures.text(capture.sha256()).end();
            numbers.remove(capture.path());
        }
        numbers.forEach((path, number) -> {
            begin(path, number).text(null).number(0, false).number(0, false).number(0, false);
            captures.number(0, false).text(null).number(0, false).text(null).end();
        });
    }

    private SqliteTable begin(String path, int number) {
        boolean printable = Printable.of(path).equals(path);
        return captures.number(number).text(path).bytes(printable ? null : path.getBytes(StandardCharsets.UTF_8));
    }
}
