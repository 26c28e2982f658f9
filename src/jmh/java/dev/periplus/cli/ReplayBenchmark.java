package dev.periplus.cli;

import dev.periplus.bench.Workloads;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Whole synthetic captures through the whole pipeline in a warm virtual machine, one shard, records written as NDJSON:
 * milliseconds per capture. The captures are kept in {@code target/bench}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 5)
@Measurement(iterations = 11)
public class ReplayBenchmark {
    /** What the capture is made of. */
    @Param({"mix", "bulk", "flood"})
    public String workload = "";

    /** Of the capture. */
    @Param("64m")
    public String size = "";

    private Path capture = Path.of("");

    @Setup
    public void make() throws IOException {
        capture = new Workloads(Path.of("target", "bench")).file(workload, size);
    }

    /** Reads the capture; gives the exit status. */
    @Benchmark
    public int replay() {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
        Terminal terminal = new Terminal(nowhere, nowhere, false, 100, false);
        return Main.run(List.of(capture.toString(), "-o", "json", "--shards", "1"), terminal)
                .status();
    }
}
