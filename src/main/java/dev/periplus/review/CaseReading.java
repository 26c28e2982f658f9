package dev.periplus.review;

import dev.periplus.answer.Amounts;
import dev.periplus.answer.Counter;
import dev.periplus.answer.Counters;
import dev.periplus.answer.RunSummary.CaptureRead;
import dev.periplus.capture.CaptureOutcome;
import dev.periplus.capture.CaptureSet;
import dev.periplus.capture.Failures;
import dev.periplus.capture.FilterException;
import dev.periplus.engine.Deduplication;
import dev.periplus.engine.Engine;
import dev.periplus.engine.FewThreads;
import dev.periplus.engine.FlowJoin;
import dev.periplus.engine.RecordTaker;
import dev.periplus.engine.SavingEngine;
import dev.periplus.engine.SensorReading;
import dev.periplus.engine.SensorSurvey;
import dev.periplus.file.PartFile;
import dev.periplus.natives.Sha256;
import dev.periplus.review.CaseState.Input;
import dev.periplus.review.CaseState.Reading;
import dev.periplus.sockets.Snapshot;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the captures of a case that were not read before, and hands the flows of all captures to the correlator.
 *
 * <p>How it works. The flows the shards produce are saved in files of the case ({@link CaseState}); correlation needs
 * all flows, so every review repeats it. If flows cannot be saved, everything is read in one go. For a new case, flows are correlated while they are saved. Otherwise the new
 * captures are read first. If they overlap in time with captures read before, those are read again together with them,
 * so that packets in both are counted once. A long reading is saved in parts, so that an interrupted review resumes at
 * the last saved part.
 */
public final class CaseReading {
    /** A part is saved at the first end of a capture after this many bytes. */
    private static final long PART = 512L << 20;

    /** Accepted services that a note names. */
    private static final int SERVICES_NOTED = 5;

    private final Engine.Settings settings;
    private final Watcher watcher;
    private final CaseState state;
    private final List<String> notes = new ArrayList<>();

    /** What nobody may miss: it changes times, counts or findings. */
    private final List<String> warnings = new ArrayList<>();

    /** The captures by SHA-256, in the order in which they were given. */
    private final Map<String, SourceFile> sources = new LinkedHashMap<>();

    private final Map<String, CaptureRead> unreadable = new LinkedHashMap<>();

    /** Captures that were read but not saved, because the reading was interrupted. */
    private final List<CaptureRead> unfinished = new ArrayList<>();

    private Counters unfinishedCounters = Counters.NONE;

    private final long part;

    public CaseReading(StateFolder folder, Engine.Settings settings, Watcher watcher) {
        this(folder, settings, watcher, PART);
    }

    /** @param part bytes after which the flows read so far are saved */
    public CaseReading(StateFolder folder, Engine.Settings settings, Watcher watcher, long part) {
        this.settings = settings;
        this.watcher = watcher;
        this.part = part;
        state = new CaseState(folder, settings.key(), watcher);
    }

    /** Forgets all earlier readings, so that everything is read again. */
    public void forget() {
        for (Reading reading : state.readings()) {
            state.remove(reading);
        }
    }

    /** Reads the captures that are new, and hands the settled flows of all captures to {@code out}. */
    public void run(List<String> captures, RecordTaker out) throws IOException, FilterException {
        hash(captures);
        dropReadingsWithout(sources.keySet());
        Map<String, SourceFile> due = new LinkedHashMap<>(sources);
        for (Reading reading : state.readings()) {
            reading.inputs().forEach(input -> due.remove(input.id()));
        }
        noteCounts(captures.size(), sources.size() - due.size(), due.size());
        FlowJoin join = new FlowJoin(settings);
        if (state.readings().isEmpty()) {
            readAll(join, out);
        } else if (readUntilNoneOverlap(due)) {
            List<String> names = new ArrayList<>();
            join.begin(names::get, out);
            joinSaved(names, join);
            join.end();
        } else {
            state.abandon();
            readAll(join, out);
        }
        if (join.joined() > 0) {
            notes.add(Amounts.count(join.joined(), "flow") + " continued across captures and joined");
        }
    }

    private void readAll(FlowJoin join, RecordTaker out) throws IOException, FilterException {
        List<SourceFile> all = List.copyOf(sources.values());
        join.begin(index -> all.get(index).path(), out);
        read(all, join);
    }

    private void noteCounts(int all, int known, int due) {
        String was = state.invalid() == null ? "" : "; " + state.invalid();
        watcher.note(Amounts.count(all, "capture") + ": " + known + " read before, " + due + " to read" + was);
    }

    private static long size(List<String> paths) {
        return paths.stream().mapToLong(path -> Path.of(path).toFile().length()).sum();
    }

    private void hash(List<String> captures) {
        AtomicLong bytes = new AtomicLong();
        try (Watcher.Progress shown = watcher.progress()) {
            shown.watch("hashed", bytes::get, size(captures));
            List<Hashed> hashed = FewThreads.run(() -> captures.parallelStream()
                    .map(capture -> Hashed.of(capture, bytes::addAndGet))
                    .toList());
            hashed.forEach(this::note);
        }
    }

    /** A capture with its digest, or with what went wrong. */
    private record Hashed(String capture, @Nullable SourceFile source, String problem) {
        static Hashed of(String capture, LongConsumer progress) {
            try {
                return new Hashed(capture, SourceFile.hashed(capture, progress), "");
            } catch (IOException e) {
                return new Hashed(capture, null, Failures.sentence(e));
            }
        }
    }

    private void note(Hashed hashed) {
        SourceFile source = hashed.source;
        if (source == null) {
            unreadable.put(hashed.capture, new CaptureRead(hashed.capture, null, 0, 0, 0, 0, hashed.problem, -1));
            return;
        }
        SourceFile other = sources.putIfAbsent(source.sha256(), source);
        if (other != null) {
            notes.add(hashed.capture + " is the same file as " + other.path() + "; read once");
        }
    }

    /** Drops readings of which a capture was removed or changed. */
    private void dropReadingsWithout(Set<String> here) {
        for (Reading reading : state.readings()) {
            Set<String> gone = new HashSet<>();
            reading.inputs().forEach(input -> gone.add(input.id()));
            gone.removeAll(here);
            if (!gone.isEmpty()) {
                notes.add(Amounts.count(gone.size(), "capture") + " read before changed or gone; captures read together"
                        + " with these are read again");
                state.remove(reading);
            }
        }
    }

    /** Reads and saves captures; returns false if some could not be saved, so that nothing can be joined from files. */
    private boolean readUntilNoneOverlap(Map<String, SourceFile> due) throws IOException, FilterException {
        Map<String, SourceFile> next = due;
        while (!next.isEmpty() && !watcher.stopped()) {
            List<Reading> made = read(List.copyOf(next.values()), null);
            if (made.stream().anyMatch(reading -> reading.file() == null)) {
                return false;
            }
            next = overlapping(made);
        }
        return true;
    }

    /** Drops earlier readings that overlap in time with the latest, and these; returns the captures of all of them. */
    private Map<String, SourceFile> overlapping(List<Reading> latest) throws IOException {
        Map<String, SourceFile> again = new LinkedHashMap<>();
        Set<Reading> dropped = new HashSet<>();
        for (Reading made : latest) {
            for (Reading earlier : state.readings()) {
                if (!latest.contains(earlier) && earlier.first() <= made.last() && made.first() <= earlier.last()) {
                    dropped.add(earlier);
                    dropped.add(made);
                }
            }
        }
        for (Reading reading : dropped) {
            for (Input input : reading.inputs()) {
                SourceFile source = sources.get(input.id());
                again.put(
                        input.id(),
                        source == null ? SourceFile.hashed(input.read().path(), more -> {}) : source);
            }
            state.remove(reading);
        }
        dropped.removeAll(latest);
        int earlier =
                dropped.stream().mapToInt(reading -> reading.inputs().size()).sum();
        if (earlier > 0) {
            notes.add(Amounts.count(earlier, "capture") + " read before overlap in time with new ones; read again");
        }
        return again;
    }

    /**
     * Reads captures, saves their flows and hands them on.
     *
     * @param join receives the flows and is ended after the last one; or null to save them only
     * @return the readings
     */
    private List<Reading> read(List<SourceFile> due, @Nullable FlowJoin join) throws IOException, FilterException {
        List<Reading> made = new ArrayList<>();
        List<String> paths = due.stream().map(SourceFile::path).toList();
        SensorSurvey survey = survey(paths, seed(due));
        try (CaptureSet set = new CaptureSet(paths, settings.capture());
                Deduplication source = new Deduplication(set, due.size(), survey);
                SavingEngine engine = new SavingEngine(settings, source, join);
                Watcher.Progress shown = watcher.progress()) {
            shown.watch("read", set::bytesRead, set.bytesTotal());
            set.inParts(part);
            for (int i = 0; i < paths.size(); i++) {
                set.clock(i, survey.clock(i));
            }
            watcher.reading(source::stop);
            PartCount count = new PartCount(due, set, source, engine.path());
            do {
                readPart(engine, count).ifPresent(made::add);
            } while (set.more() && !watcher.stopped());
            if (join != null) {
                join.end();
            }
            warnings.addAll(source.notes());
        }
        return made;
    }

    /**
     * A number that depends on every byte of the captures, so that the same captures give the same answer, and whoever
     * made one of them cannot have known it.
     */
    private static long seed(List<SourceFile> captures) {
        MessageDigest all = Sha256.digest();
        captures.stream()
                .map(SourceFile::sha256)
                .sorted()
                .forEach(digest -> all.update(digest.getBytes(StandardCharsets.US_ASCII)));
        return ByteBuffer.wrap(all.digest()).getLong();
    }

    /** Compares the captures of several sensors before their flows are read. */
    private SensorSurvey survey(List<String> paths, long seed) throws FilterException {
        SensorReading reading = new SensorReading(paths, settings.capture(), seed);
        try (Watcher.Progress shown = watcher.progress()) {
            shown.watch("compared", reading::bytesRead, size(paths));
            watcher.reading(reading::stop);
            return SensorSurvey.of(reading.sample(), paths);
        }
    }

    /** Reads a part and saves its flows; returns nothing if it was interrupted. */
    private Optional<Reading> readPart(SavingEngine engine, PartCount count) throws IOException {
        try (PartFile flows = state.begin()) {
            List<CaptureOutcome> outcomes = engine.readPart(flows == null ? null : flows.out());
            List<Input> inputs = count.inputs(outcomes);
            Counters counters = count.counters(outcomes);
            if (watcher.stopped()) {
                inputs.forEach(input -> unfinished.add(input.read()));
                unfinishedCounters = unfinishedCounters.plus(counters);
                return Optional.empty();
            }
            if (engine.failure() != null) {
                state.keepNoMore(engine.failure());
            }
            return Optional.of(state.add(inputs, counters, flows));
        }
    }

    private void joinSaved(List<String> names, FlowJoin join) throws IOException {
        List<Reading> readings = new ArrayList<>(state.readings());
        readings.sort(Comparator.comparingLong(Reading::first));
        for (Reading reading : readings) {
            int first = names.size();
            for (Input input : reading.inputs()) {
                while (names.size() <= first + input.index()) {
                    names.add("");
                }
                names.set(first + input.index(), input.read().path());
            }
            join.read(state.open(reading), state.size(reading), first, names.size() - first);
        }
    }

    /** All captures, in the order of the readings. */
    public List<CaptureRead> captures() {
        List<CaptureRead> all = new ArrayList<>();
        state.readings().forEach(reading -> reading.inputs().forEach(input -> all.add(input.read())));
        all.addAll(unfinished);
        all.addAll(unreadable.values());
        return all;
    }

    /** Sum of the counters of all readings. */
    public Counters counters() {
        Counters sum = unfinishedCounters;
        for (Reading reading : state.readings()) {
            sum = sum.plus(reading.counters());
        }
        return sum;
    }

    /** Notes the socket lists of the case, and how many of their lines could not be read. */
    public void noteSockets(List<Snapshot> lists) {
        for (Snapshot list : lists) {
            String lost = list.unread() == 0 ? "" : ", " + Amounts.count(list.unread(), "line") + " not read";
            watcher.note(list.source() + ": socket list, "
                    + Amounts.count(list.sockets().size(), "socket") + lost);
        }
    }

    /** Notes what the findings do not show. */
    public void note(CaseFindings found) {
        found.accepted().forEach(accepted -> warnings.add(accepted.sentence(SERVICES_NOTED)));
    }

    /** Prints the notes and problems of the reading; returns true if a capture could not be read completely. */
    public boolean printProblems() {
        long duplicates = counters().get(Counter.PACKETS_DUPLICATE);
        if (duplicates > 0) {
            notes.add(Amounts.count(duplicates, "duplicate packet") + " (seen at more than one place) counted once");
        }
        notes.forEach(watcher::note);
        warnings.forEach(watcher::problem);
        return watcher.noteProblems(captures());
    }
}
