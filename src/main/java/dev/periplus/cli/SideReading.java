package dev.periplus.cli;

import dev.periplus.capture.CaptureOutcome;
import dev.periplus.capture.CaptureSet;
import dev.periplus.capture.FilterException;
import dev.periplus.capture.Sha256;
import dev.periplus.classify.FlowRecord;
import dev.periplus.report.Differences.Side;
import dev.periplus.report.RunSummary;
import dev.periplus.report.RunSummary.CaptureRead;
import dev.periplus.review.Inventory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reads a side of a comparison: a folder as reviews read a case, a file as it is replayed. */
final class SideReading {
    private final Engine.Settings settings;
    private final RunSummary.Custody custody;
    private final Interrupt interrupt;
    private final Terminal terminal;
    private final boolean progress;
    private boolean damaged;
    private boolean partial;

    SideReading(
            Engine.Settings settings,
            RunSummary.Custody custody,
            Interrupt interrupt,
            Terminal terminal,
            boolean progress) {
        this.settings = settings;
        this.custody = custody;
        this.interrupt = interrupt;
        this.terminal = terminal;
        this.progress = progress;
    }

    /** Puts the flows that are wanted into the inventory. */
    Side read(String path, Predicate<FlowRecord> wanted, Inventory inventory)
            throws UsageException, IOException, FilterException {
        RunCount count = new RunCount(wanted, inventory);
        return Files.isDirectory(Path.of(path)) ? readCase(path, count, inventory) : readFile(path, count, inventory);
    }

    private Side readCase(String path, RunCount count, Inventory inventory)
            throws UsageException, IOException, FilterException {
        try (StateFolder state = StateFolder.of(Path.of(path), null, terminal)) {
            CaseReading reading = new CaseReading(state, settings, interrupt, terminal, progress);
            reading.run(Captures.named(List.of(path), List.of()), count);
            damaged |= reading.printProblems();
            return side(path, count, reading.captures(), reading.counters(), inventory);
        }
    }

    private Side readFile(String path, RunCount count, Inventory inventory) throws IOException, FilterException {
        String digest = digest(path);
        List<CaptureOutcome> outcomes;
        Map<String, Long> counters = new LinkedHashMap<>();
        try (Engine engine = new Engine(settings);
                Progress shown = new Progress(terminal, progress);
                CaptureSet set = new CaptureSet(List.of(path), settings.capture())) {
            shown.watch("read", set::bytesRead, set.bytesTotal());
            interrupt.stops(set);
            outcomes = engine.run(set, capture -> path, count);
            counters.putAll(RunCount.packets(outcomes, engine.path()));
            counters.putAll(engine.path().counters());
        }
        damaged |= Captures.printProblems(outcomes, "periplus: ", terminal.err());
        List<CaptureRead> captures =
                outcomes.stream().map(outcome -> RunCount.read(outcome, digest)).toList();
        return side(path, count, captures, counters, inventory);
    }

    /** Of what can be read again; null of pipes and of what is not there. */
    private static @Nullable String digest(String path) throws IOException {
        return !path.equals("-") && Files.isRegularFile(Path.of(path)) && Files.isReadable(Path.of(path))
                ? Sha256.of(Path.of(path), more -> {})
                : null;
    }

    private Side side(
            String path, RunCount count, List<CaptureRead> captures, Map<String, Long> counters, Inventory inventory) {
        RunSummary summary = count.summary(settings.rules().protocols().size(), captures, counters, Map.of(), 0);
        partial |= count.partial();
        return new Side(path, summary.with(custody), inventory.counters());
    }

    /** Whether a capture could not be read whole. */
    boolean isDamaged() {
        return damaged;
    }

    /** Whether flows were evicted. */
    boolean isPartial() {
        return partial;
    }
}
