package dev.periplus.bench;

import java.io.IOException;
import java.io.PrintStream;
import org.apache.commons.cli.ParseException;

/**
 * Measures the whole program on synthetic captures: {@code mvn -q test-compile exec:exec@bench -Dbench.args="--help"}.
 * Exit status: 0 done, 1 a command failed, 2 usage error.
 */
public final class Bench {
    private static final int FAILED = 1;
    private static final int USAGE = 2;

    private Bench() {}

    public static void main(String[] arguments) throws InterruptedException {
        System.exit(run(System.out, System.err, arguments));
    }

    static int run(PrintStream out, PrintStream err, String... arguments) throws InterruptedException {
        try {
            BenchOptions options = BenchOptions.parse(arguments);
            if (options.help()) {
                BenchOptions.printHelp(out);
            } else {
                measure(options, out);
            }
            return 0;
        } catch (ParseException e) {
            err.println("bench: " + e.getMessage() + "; --help lists the options");
            return USAGE;
        } catch (IOException e) {
            err.println("bench: " + e.getMessage());
            return FAILED;
        }
    }

    private static void measure(BenchOptions options, PrintStream out) throws IOException, InterruptedException {
        Workloads workloads = new Workloads(options.folder());
        Periplus periplus = new Periplus(options.folder(), options.options());
        out.printf(
                "Synthetic captures of %s in %s; %d rounds after one warm-up round; %d processors.%n",
                options.size(),
                options.folder(),
                options.rounds(),
                Runtime.getRuntime().availableProcessors());
        if (options.growth()) {
            new GrowthReport(workloads, periplus, options).print(out);
        } else if (options.against().isPresent()) {
            new PairedReport(workloads, periplus, options.against().get(), options).print(out);
        } else {
            new SpeedReport(workloads, periplus, options).print(out);
        }
    }
}
