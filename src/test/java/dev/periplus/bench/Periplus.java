package dev.periplus.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The program to be measured, by its launcher in the working directory. Records are written as NDJSON to a file, unless
 * the options name an output.
 */
final class Periplus {
    private static final String LAUNCHER = "./periplus";

    private final Path records;
    private final Command counted;
    private final Command measured;

    /** @param folder for the records */
    Periplus(Path folder, List<String> options) {
        records = folder.resolve("records.json");
        Command plain = new Command(List.of(LAUNCHER, "replay", "{}")).with(options);
        counted = plain.with(List.of("-o", "json=" + records));
        boolean namesOutput = options.stream().anyMatch(word -> word.startsWith("-o") || word.startsWith("--output"));
        measured = namesOutput ? plain : counted;
    }

    /** How it is run in every measured round. */
    Command command() {
        return measured;
    }

    /** One run that is not measured, for the page cache and the counts; the launcher may build in it. */
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
     * What all rounds gave; times and memory are medians.
     *
     * @param bytes of the capture
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
