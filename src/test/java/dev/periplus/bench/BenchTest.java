package dev.periplus.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.commons.cli.ParseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BenchTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... arguments) throws InterruptedException {
        return Bench.run(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                arguments);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--size=256M",
                "--size=1k",
                "--rounds=0",
                "--workload=mixed",
                "--against=tcpdump",
                "--nonsense",
                "file.pcap"
            })
    void wrongUsageIsOneSentence(String argument) throws InterruptedException {
        assertEquals(2, run(argument));
        String said = err.toString(StandardCharsets.UTF_8);
        assertTrue(said.startsWith("bench: ") && said.lines().count() == 1, said);
        assertEquals("", out.toString(StandardCharsets.UTF_8));
    }

    @Test
    void helpListsTheOptions() throws InterruptedException {
        assertEquals(0, run("--help"));
        out.toString(StandardCharsets.UTF_8).lines().forEach(line -> assertTrue(line.length() <= 100, line));
    }

    @Test
    void optionsReachThePrograms() throws ParseException {
        BenchOptions options = BenchOptions.parse(
                "-n", "3", "--options", "--shards 2 -o table=/dev/null", "--against", "ndpiReader -q -i {}");
        assertEquals(3, options.rounds());
        assertEquals(Workloads.NAMES, options.workloads());
        assertEquals("ndpiReader -q -i {}", options.against().orElseThrow().toString());
        assertEquals(
                "./periplus replay {} --shards 2 -o table=/dev/null",
                new Periplus(options.folder(), options.options()).command().toString());
        assertEquals(
                "./periplus replay {} -o json=target/bench/records.json",
                new Periplus(options.folder(), List.of()).command().toString());
    }

    @Test
    void whatDoesNotGoTogetherIsRefused() {
        assertThrows(ParseException.class, () -> BenchOptions.parse("--growth", "--against", "cat {}"));
        assertThrows(ParseException.class, () -> BenchOptions.parse("--growth", "--workload", "small"));
    }
}
