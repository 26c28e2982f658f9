package dev.periplus.bench;

import static dev.periplus.bench.ResultTable.figure;

import java.io.IOException;
import java.io.PrintStream;

/**
 * The cost of a packet and of a flow as the capture grows: a quarter, half and all of the size. Start-up time, measured
 * on the small capture, is subtracted; warm-up cost is not.
 */
record GrowthReport(Workloads workloads, Periplus periplus, BenchOptions options) {
    private static final int[] PARTS = {4, 2, 1};
    private static final double MICROS = 1e6;
    private static final double NANOS = 1e9;

    void print(PrintStream out) throws IOException, InterruptedException {
        double startUp = periplus.measure(workloads.file(Workloads.SMALL, options.size()), options.rounds())
                .wall();
        ResultTable table = new ResultTable(
                "workload",
                "size",
                "packets",
                "flows",
                "evicted",
                "ns/packet",
                "µs/flow",
                "wall s",
                "CPU s",
                "peak MB");
        for (String workload : options.workloads()) {
            for (int part : PARTS) {
                row(table, workload, options.size().part(part), startUp);
            }
        }
        table.print(out);
        out.printf("ns/packet and µs/flow exclude %s s of start-up.%n", figure(startUp, 3));
    }

    private void row(ResultTable table, String workload, ByteSize size, double startUp)
            throws IOException, InterruptedException {
        Periplus.Measured measured = periplus.measure(workloads.file(workload, size), options.rounds());
        Counts counts = measured.counts();
        double wall = measured.wall();
        table.row(
                workload,
                size.toString(),
                figure(counts.packets(), 0),
                figure(counts.flows(), 0),
                figure(counts.evicted(), 0),
                figure((wall - startUp) * NANOS / counts.packets(), 0),
                figure((wall - startUp) * MICROS / counts.flows(), 2),
                figure(wall, 3),
                figure(measured.cpu(), 2),
                figure(measured.peak(), 0));
    }
}
