package dev.periplus.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FiguresTest {
    private static List<ProcessRun> runs(double... seconds) {
        return Arrays.stream(seconds)
                .mapToObj(wall -> new ProcessRun(0, wall, Double.NaN, 1, ""))
                .toList();
    }

    @Test
    void theMedianIsTheMiddleOrBetweenTheTwoMiddleOnes() {
        assertEquals(new Spread(1, 3, 9), Spread.of(9, 1, 3));
        assertEquals(new Spread(1, 4, 9), Spread.of(9, 1, 3, 5));
        assertEquals(new Spread(2, 2, 2), Spread.of(2));
    }

    @Test
    void ratiosAreThoseOfPairsNotOfMedians() {
        Pairs pairs = new Pairs(runs(1, 8, 3), runs(2, 2, 12));
        assertEquals(new Spread(0.25, 0.5, 4), pairs.ratio(ProcessRun::wall));
    }

    @Test
    void whatIsNotAvailableIsADash() {
        Spread cpu = new Pairs(runs(1, 2), runs(1, 2)).ratio(ProcessRun::cpu);
        assertEquals("-", ResultTable.figure(cpu.median(), 2));
        assertEquals("1,234.50", ResultTable.figure(1234.5, 2));
    }

    @Test
    void columnsAreAsWideAsNeedBe() {
        ResultTable table = new ResultTable("workload", "ns");
        table.row("mix", "1,000");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        table.print(new PrintStream(out, true, StandardCharsets.UTF_8));
        assertEquals(
                List.of("workload     ns", "mix       1,000"),
                out.toString(StandardCharsets.UTF_8).lines().toList());
    }

    @Test
    void countsAreThoseOfTheLastLine(@TempDir Path folder) throws IOException {
        Path records = folder.resolve("records.json");
        Files.writeString(records, """
                {"capture":"a","flow":1,"packets-read":1}
                {"run":{"counters":{"packets-read":70,"packets":70,"flows":9,"flows.evicted":2},"elapsed":1}}
                """);
        assertEquals(new Counts(70, 9, 2), Counts.read(records));
        Files.writeString(records, "{\"capture\":\"a\",\"flow\":1}\n");
        assertThrows(IOException.class, () -> Counts.read(records));
    }

    @Test
    void sizesAreReadAndWritten() {
        assertEquals(new ByteSize(256L << 20), ByteSize.parse("256m"));
        assertEquals("16g", ByteSize.parse("16384m").toString());
        assertEquals("512k", ByteSize.parse("1m").part(2).toString());
        assertThrows(IllegalArgumentException.class, () -> ByteSize.parse("256M"));
    }

    @Test
    void aRunIsTimed() throws IOException, InterruptedException {
        ProcessRun run = ProcessRun.of(List.of("sleep", "0.1"));
        assertTrue(run.wall() >= 0.1, run.toString());
        assertTrue(Double.isNaN(run.peak()) || run.peak() > 0, run.toString());
        IOException failed = assertThrows(IOException.class, () -> ProcessRun.of(List.of("ls", "/nowhere at all")));
        assertTrue(
                String.valueOf(failed.getMessage()).contains("nowhere at all' ended with status"), failed.toString());
    }
}
