package dev.periplus.review;

import dev.periplus.answer.Counters;
import dev.periplus.answer.Differences.Side;
import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.RunSummary;
import dev.periplus.answer.RunSummary.CaptureRead;
import dev.periplus.capture.CaptureOutcome;
import dev.periplus.capture.CaptureSet;
import dev.periplus.capture.FilterException;
import dev.periplus.engine.Engine;
import dev.periplus.engine.RunCount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reads one side of a comparison: a folder as a case, like a review; a file like a replay. */
public final class SideReading {
    private final Engine.Settings settings;
    private final RunSummary.Custody custody;
    private final Watcher watcher;
    private boolean damaged;
    private boolean partial;

    public SideReading(Engine.Settings settings, RunSummary.Custody custody, Watcher watcher) {
        this.settings = settings;
        this.custody = custody;
        this.watcher = watcher;
    }

    /**
     * Adds the flows that match to the inventory.
     *
     * @param path of a capture or folder
     * @param captures the files of the folder
     * @param wanted the condition that flows must match
     */
    public Side read(String path, List<String> captures, Predicate<FlowRecord> wanted, Inventory inventory)
            throws IOException, FilterException {
        RunCount count = new RunCount(wanted, inventory);
        return Files.isDirectory(Path.of(path))
                ? readCase(path, captures, count, inventory)
                : readFile(path, count, inventory);
    }

    private Side readCase(String path, List<String> captures, RunCount count, Inventory inventory)
            throws IOException, FilterException {
        try (StateFolder state = StateFolder.of(Path.of(path), StateFolder.own(System.getenv()), null, watcher)) {
            CaseReading reading = new CaseReading(state, settings, watcher);
            reading.run(captures, count);
            damaged |= reading.printProblems();
            return side(path, count, reading.captures(), reading.counters(), inventory);
        }
    }

    private Side readFile(String path, RunCount count, Inventory inventory) throws IOException, FilterException {
        SourceFile source = hashed(path);
        List<CaptureOutcome> outcomes;
        Counters counters;
        try (Engine engine = new Engine(settings);
                CaptureSet set = new CaptureSet(List.of(path), settings.capture());
                Watcher.Progress shown = watcher.progress()) {
            shown.watch("read", set::bytesRead, set.bytesTotal());
            watcher.reading(set::stop);
            outcomes = engine.run(set, capture -> path, count);
            counters =
                    RunCount.packets(outcomes, engine.path()).plus(engine.path().counters());
        }
        List<CaptureRead> captures = outcomes.stream()
                .map(outcome -> source == null ? RunCount.read(outcome, null) : source.read(outcome))
                .toList();
        damaged |= watcher.noteProblems(captures);
        return side(path, count, captures, counters, inventory);
    }

    /** Hashes a regular file; returns null for anything else, such as a pipe. */
    private static @Nullable SourceFile hashed(String path) throws IOException {
        return !path.equals("-") && Files.isRegularFile(Path.of(path)) && Files.isReadable(Path.of(path))
                ? SourceFile.hashed(path, more -> {})
                : null;
    }

    private Side side(String path, RunCount count, List<CaptureRead> captures, Counters counters, Inventory inventory) {
        RunSummary summary = count.summary(settings.rules().protocols().size(), captures, counters, Counters.NONE, 0);
        partial |= count.partial();
        return new Side(path, summary.with(custody), inventory.counters());
    }

    /** Whether a capture could not be read completely. */
    public boolean isDamaged() {
        return damaged;
    }

    /** Whether flows were evicted. */
    public boolean isPartial() {
        return partial;
    }
}
