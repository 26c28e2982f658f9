package dev.periplus.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.answer.Counter;
import dev.periplus.report.json.JsonReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RotatingSinkTest {
    @TempDir
    Path folder;

    private final Hand clock = new Hand();

    /** A clock set by hand. */
    private static final class Hand extends Clock {
        private Instant now = Instant.parse("2026-01-05T09:12:44Z");

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    private RotatingSink sink(RotatingSink.Limits limits) {
        return new RotatingSink(
                folder.resolve("out.json"), limits, JsonReport::new, () -> Records.run(Counter.FLOWS.count(1)), clock);
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static void one(RotatingSink sink, int number) {
        sink.flow(Records.tcp("10.0.0.1", "10.0.0.2", 80).number(number).made());
        sink.flush();
    }

    @Test
    void aFileIsCompleteAndHasItsNameOnceItsTimeHasPassed() throws IOException {
        RotatingSink sink = sink(new RotatingSink.Limits(60_000_000_000L, 0, 0));
        one(sink, 1);
        assertEquals(List.of("out_00001_20260105091244.json.part"), files());
        clock.now = clock.now.plus(Duration.ofSeconds(61));
        one(sink, 2);
        assertEquals(List.of("out_00001_20260105091244.json"), files());
        List<String> lines = Files.readAllLines(folder.resolve("out_00001_20260105091244.json"));
        assertEquals(3, lines.size());
        assertTrue(lines.get(2).startsWith("{\"run\""), lines.get(2));
        one(sink, 3);
        sink.finish(Records.run(Counter.FLOWS.count(3)));
        assertEquals(List.of("out_00001_20260105091244.json", "out_00002_20260105091345.json"), files());
    }

    @Test
    void noMoreFilesStayThanAreWanted() throws IOException {
        RotatingSink sink = sink(new RotatingSink.Limits(0, 1, 2));
        for (int i = 1; i <= 5; i++) {
            one(sink, i);
        }
        assertEquals(List.of("out_00004_20260105091244.json", "out_00005_20260105091244.json"), files());
    }

    @Test
    void flowsThatGoOnAreInTheFileToo() throws IOException {
        RotatingSink sink = sink(new RotatingSink.Limits(60_000_000_000L, 0, 0));
        sink.goesOn(Records.tcp("10.0.0.1", "10.0.0.2", 80).made());
        sink.finish(Records.run());
        assertEquals(2, Files.readAllLines(folder.resolve(files().get(0))).size());
    }
}
