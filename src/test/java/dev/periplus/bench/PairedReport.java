package dev.periplus.bench;

import static dev.periplus.bench.ResultTable.figure;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.function.ToDoubleFunction;

/** Alternates Periplus (A) with another command (B): medians of both, and their ratios pair by pair. */
record PairedReport(Workloads workloads, Periplus periplus, Command other, BenchOptions options) {
    void print(PrintStream out) throws IOException, InterruptedException {
        out.println("A: " + periplus.command());
        out.println("B: " + other);
        ResultTable table = new ResultTable("workload", "", "A", "B", "A/B least", "median", "most");
        for (String workload : options.workloads()) {
            Path capture = workloads.file(workload, options.size());
            periplus.warmUp(capture);
            other.run(capture);
            rows(table, workload, Pairs.run(periplus.command(), other, capture, options.rounds()));
        }
        table.print(out);
    }

    private static void rows(ResultTable table, String workload, Pairs pairs) {
        row(table, workload, "wall s", 3, pairs, ProcessRun::wall);
        row(table, "", "CPU s", 2, pairs, ProcessRun::cpu);
        row(table, "", "peak MB", 0, pairs, ProcessRun::peak);
    }

    private static void row(
            ResultTable table,
            String workload,
            String unit,
            int decimals,
            Pairs pairs,
            ToDoubleFunction<ProcessRun> of) {
        Spread ratio = pairs.ratio(of);
        table.row(
                workload,
                unit,
                figure(Spread.of(pairs.a(), of).median(), decimals),
                figure(Spread.of(pairs.b(), of).median(), decimals),
                figure(ratio.least(), 3),
                figure(ratio.median(), 3),
                figure(ratio.most(), 3));
    }
}
