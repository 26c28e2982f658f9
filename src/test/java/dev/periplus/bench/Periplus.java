package dev.periplus.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The program under test, run by its launcher in the working directory. It writes NDJSON records to a file unless the
 * options name an output.
 */
final class Periplus {
    private static final String LAUNCHER = "./periplus";

    private final Path records;
    private final Command counted;
    private final Command measured;

    /**
     * Prepares the program.
     *
     * @param folder folder for the records
     */
    Periplus(Path folder, List<String> options) {
        records = folder.resolve("records.json");
        Command plain = new Command(List.of(LAUNCHER, "replay", "{}")).with(options);
        counted = plain.with(List.of("-o", "json=" + records));
        boolean namesOutput = options.stream().anyMatch(word -> word.startsWith("-o") || word.startsWith("--output"));
        measured = namesOutput ? plain : counted;
    }

    /** The command of every measured round. */
    Command command() {
        return measured;
    }

    /** Runs once without measuring, to fill the page cache and get the counts; the launcher may build during it. */
    Counts warmUp(Path capture) throws IOException, InterruptedException {
        counted.run(capture);
        return Counts.read(records);
    }

    Measured measure(Path capture, int rounds) throws IOException, InterruptedException {
        Counts counts = warmUp(capture);
        List<ProcessRun> runs = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            runs.add(measured.run(capture));
        }
        return new Measured(Files.size(capture), counts, runs);
    }

    /**
     * The results of all rounds; times and memory are medians.
     *
     * @param bytes size of the capture
     */
    record Measured(long bytes, Counts counts, List<ProcessRun> runs) {
        Measured {
            runs = List.copyOf(runs);
        }

        /** Seconds. */
        double wall() {
            return Spread.of(runs, ProcessRun::wall).median();
        }

        /** Seconds. */
        double cpu() {
            return Spread.of(runs, ProcessRun::cpu).median();
        }

        /** Megabytes. */
        double peak() {
            return Spread.of(runs, ProcessRun::peak).median();
        }
    }
}
