package dev.periplus.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Result of one run of a command.
 *
 * @param wall seconds
 * @param cpu seconds, of the command and the children it waited for; NaN if not available
 * @param peak megabytes resident, of the command itself, sampled every 20 ms; NaN if not available
 * @param executable what the process ran at the end, because a launcher may have become another program; "" if unknown
 */
record ProcessRun(int status, double wall, double cpu, double peak, String executable) {
    private static final int POLL_MILLIS = 20;
    private static final double NANOS = 1e9;

    /** Exit status of Periplus if flows were evicted: done, but partial. */
    static final int PARTIAL = 4;

    /**
     * Runs a command to its end and discards its standard output.
     *
     * @throws IOException if it cannot be started or fails
     */
    static ProcessRun of(List<String> words) throws IOException, InterruptedException {
        Path complaints = Files.createTempFile("bench", ".err");
        try {
            double before = ProcessFigures.childrenSeconds();
            long start = System.nanoTime();
            Process process = new ProcessBuilder(words)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(complaints.toFile())
                    .start();
            double peak = Double.NaN;
            String executable = "";
            while (!process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                double read = ProcessFigures.peakMegabytes(process.pid());
                peak = Double.isNaN(read) ? peak : read;
                executable = process.info().command().orElse(executable);
            }
            double wall = (System.nanoTime() - start) / NANOS;
            int status = process.exitValue();
            if (status != 0 && status != PARTIAL) {
                throw new IOException("'" + String.join(" ", words) + "' ended with status " + status + ": "
                        + Files.readString(complaints).strip());
            }
            return new ProcessRun(status, wall, ProcessFigures.childrenSeconds() - before, peak, executable);
        } finally {
            Files.delete(complaints);
        }
    }
}
