package dev.periplus.bench;

import static dev.periplus.bench.ResultTable.figure;

import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/**
 * Measures the speed of Periplus on each workload; on the small one, its start-up time compared with a bare Java
 * runtime.
 */
record SpeedReport(Workloads workloads, Periplus periplus, BenchOptions options) {
    private static final double MILLIS = 1e3;
    private static final double NANOS = 1e9;

    void print(PrintStream out) throws IOException, InterruptedException {
        ResultTable table = new ResultTable(
                "workload",
                "packets",
                "flows",
                "evicted",
                "packets/s",
                "ns/packet",
                "GB/s",
                "wall s",
                "CPU s",
                "peak MB");
        for (String workload : options.workloads()) {
            if (!workload.equals(Workloads.SMALL)) {
                row(table, workload);
            }
        }
        if (!options.workloads().equals(List.of(Workloads.SMALL))) {
            table.print(out);
        }
        if (options.workloads().contains(Workloads.SMALL)) {
            startUp(out);
        }
    }

    private void row(ResultTable table, String workload) throws IOException, InterruptedException {
        Periplus.Measured measured = periplus.measure(workloads.file(workload, options.size()), options.rounds());
        Counts counts = measured.counts();
        double wall = measured.wall();
        table.row(
                workload,
                figure(counts.packets(), 0),
                figure(counts.flows(), 0),
                figure(counts.evicted(), 0),
                figure(counts.packets() / wall, 0),
                figure(wall * NANOS / counts.packets(), 0),
                figure(measured.bytes() / wall / NANOS, 3),
                figure(wall, 3),
                figure(measured.cpu(), 2),
                figure(measured.peak(), 0));
    }

    private void startUp(PrintStream out) throws IOException, InterruptedException {
        Path small = workloads.file(Workloads.SMALL, options.size());
        Counts counts = periplus.warmUp(small);
        Command bare = bareRuntime(periplus.command().run(small).executable());
        bare.run(small);
        Pairs pairs = Pairs.run(periplus.command(), bare, small, options.rounds());
        Spread ratio = pairs.ratio(ProcessRun::wall);
        out.printf(
                "start-up: %s ms for %d packets (small); a bare Java runtime %s ms; ratio %s (%s to %s)%n",
                figure(Spread.of(pairs.a(), ProcessRun::wall).median() * MILLIS, 0),
                counts.packets(),
                figure(Spread.of(pairs.b(), ProcessRun::wall).median() * MILLIS, 0),
                figure(ratio.median(), 2),
                figure(ratio.least(), 2),
                figure(ratio.most(), 2));
    }

    /** Returns the command for the Java runtime that the launcher chose, if known. */
    private static Command bareRuntime(String chosen) {
        String java = chosen.endsWith("java")
                ? chosen
                : String.join(File.separator, System.getProperty("java.home"), "bin", "java");
        String classes = Path.of("target", "test-classes").toString();
        return new Command(
                List.of(java, "-Xshare:auto", "-XX:TieredStopAtLevel=1", "-cp", classes, "dev.periplus.bench.Nothing"));
    }
}
