package dev.periplus.review;

import dev.periplus.answer.Amounts;
import dev.periplus.answer.Counter;
import dev.periplus.answer.Counters;
import dev.periplus.answer.RunSummary.CaptureRead;
import dev.periplus.capture.CaptureOutcome;
import dev.periplus.capture.CaptureSet;
import dev.periplus.capture.Failures;
import dev.periplus.capture.FilterException;
import dev.periplus.capture.Sha256;
import dev.periplus.engine.Deduplication;
import dev.periplus.engine.Engine;
import dev.periplus.engine.FlowJoin;
import dev.periplus.engine.RecordTaker;
import dev.periplus.engine.SavingEngine;
import dev.periplus.review.CaseState.Input;
import dev.periplus.review.CaseState.Reading;
import dev.periplus.sockets.Snapshot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Reads the captures of a case that were not read before, and hands the flows of all captures to the correlator.
 *
 * <p>How it works. The flows the shards produce are saved in files of the case ({@link CaseState}); correlation needs
 * all flows, so every review repeats it. For a new case, flows are correlated while they are saved. Otherwise the new
 * captures are read first. If they overlap in time with captures read before, those are read again together with them,
 * so that packets in both are counted once. A long reading is saved in parts, so that an interrupted review resumes at
 * the last saved part.
 */
public final class CaseReading {
    /** A part is saved at the first end of a capture after this many bytes. */
    private static final long PART = 512L << 20;

    private final Engine.Settings settings;
    private final Watcher watcher;
    private final CaseState state;
    private final List<String> notes = new ArrayList<>();

    /** SHA-256 by path, in the order in which the captures were given. */
    private final Map<String, String> digests = new LinkedHashMap<>();

    private final Map<String, CaptureRead> unreadable = new LinkedHashMap<>();

    /** Captures that were read but not saved, because the reading was interrupted. */
    private final List<CaptureRead> unfinished = new ArrayList<>();

    private Counters unfinishedCounters = Counters.NONE;

    private final long part;

    public CaseReading(StateFolder folder, Engine.Settings settings, Watcher watcher) throws IOException {
        this(folder, settings, watcher, PART);
    }

    /** @param part bytes after which the flows read so far are saved */
    public CaseReading(StateFolder folder, Engine.Settings settings, Watcher watcher, long part) throws IOException {
        this.settings = settings;
        this.watcher = watcher;
        this.part = part;
        state = new CaseState(folder.path(), settings.key());
    }

    /** Forgets all earlier readings, so that everything is read again. */
    public void forget() throws IOException {
        for (Reading reading : state.readings()) {
            state.remove(reading);
        }
    }

    /** Reads the captures that are new, and hands the settled flows of all captures to {@code out}. */
    public void run(List<String> captures, RecordTaker out) throws IOException, FilterException {
        hash(captures);
        Map<String, String> paths = new LinkedHashMap<>();
        digests.forEach((path, digest) -> {
            String other = paths.putIfAbsent(digest, path);
            if (other != null) {
                notes.add(path + " is the same file as " + other + "; read once");
            }
        });
        dropReadingsWithout(paths.keySet());
        Map<String, String> due = new LinkedHashMap<>(paths);
        for (Reading reading : state.readings()) {
            reading.inputs().forEach(input -> due.remove(input.sha256()));
        }
        noteCounts(captures.size(), paths.size() - due.size(), due.size());
        FlowJoin join = new FlowJoin(settings);
        if (state.readings().isEmpty()) {
            join.begin(List.copyOf(due.values())::get, out);
            read(due, join);
        } else {
            readUntilNoneOverlap(due, paths);
            List<String> names = new ArrayList<>();
            join.begin(names::get, out);
            joinSaved(names, join);
            join.end();
        }
        if (join.joined() > 0) {
            notes.add(Amounts.count(join.joined(), "flow") + " continued across captures and joined");
        }
    }

    private void noteCounts(int all, int known, int due) {
        String was = state.isOutdated() ? "; saved flows are from another version, other rules or other options" : "";
        watcher.note(Amounts.count(all, "capture") + ": " + known + " read before, " + due + " to read" + was);
    }

    private void hash(List<String> captures) {
        AtomicLong hashed = new AtomicLong();
        long total = captures.stream()
                .mapToLong(path -> Path.of(path).toFile().length())
                .sum();
        try (Watcher.Progress shown = watcher.progress()) {
            shown.watch("hashed", hashed::get, total);
            captures.forEach(capture -> hash(capture, hashed));
        }
    }

    private void hash(String capture, AtomicLong hashed) {
        try {
            digests.put(capture, Sha256.of(Path.of(capture), hashed::addAndGet));
        } catch (IOException e) {
            unreadable.put(capture, new CaptureRead(capture, null, 0, 0, 0, 0, Failures.sentence(e), -1));
        }
    }

    /** Drops readings of which a capture was removed or changed. */
    private void dropReadingsWithout(Set<String> here) throws IOException {
        for (Reading reading : state.readings()) {
            Set<String> gone = new HashSet<>();
            reading.inputs().forEach(input -> gone.add(input.sha256()));
            gone.removeAll(here);
            if (!gone.isEmpty()) {
                notes.add(Amounts.count(gone.size(), "capture") + " read before changed or gone; captures read together"
                        + " with these are read again");
                state.remove(reading);
            }
        }
    }

    private void readUntilNoneOverlap(Map<String, String> due, Map<String, String> paths)
            throws IOException, FilterException {
        Map<String, String> next = due;
        while (!next.isEmpty() && !watcher.stopped()) {
            next = overlapping(read(next, null), paths);
        }
    }

    /** Drops earlier readings that overlap in time with the latest, and these; returns the captures of all of them. */
    private Map<String, String> overlapping(List<Reading> latest, Map<String, String> paths) throws IOException {
        Map<String, String> again = new LinkedHashMap<>();
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
            reading.inputs().forEach(input -> again.put(input.sha256(), path(paths, input)));
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

    private static String path(Map<String, String> paths, Input input) {
        return paths.getOrDefault(input.sha256(), input.read().path());
    }

    /**
     * Reads captures, saves their flows and hands them on.
     *
     * @param join receives the flows and is ended after the last one; or null to save them only
     * @return the saved readings
     */
    private List<Reading> read(Map<String, String> due, @Nullable FlowJoin join) throws IOException, FilterException {
        List<Reading> made = new ArrayList<>();
        try (CaptureSet set = new CaptureSet(List.copyOf(due.values()), settings.capture());
                Deduplication source = new Deduplication(set, due.size());
                SavingEngine engine = new SavingEngine(settings, source, join);
                Watcher.Progress shown = watcher.progress()) {
            shown.watch("read", set::bytesRead, set.bytesTotal());
            set.inParts(part);
            watcher.reading(source);
            PartCount count = new PartCount(List.copyOf(due.keySet()), set, source, engine.path());
            do {
                List<CaptureOutcome> outcomes = engine.readPart(state.next());
                List<Input> inputs = count.inputs(outcomes);
                Counters counters = count.counters(outcomes);
                if (watcher.stopped()) {
                    inputs.forEach(input -> unfinished.add(input.read()));
                    unfinishedCounters = unfinishedCounters.plus(counters);
                } else {
                    made.add(state.add(inputs, counters));
                }
            } while (set.more() && !watcher.stopped());
            if (join != null) {
                join.end();
            }
        }
        return made;
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
            join.read(reading.file(), first, names.size() - first);
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
        if (found.accepted() > 0) {
            notes.add(Amounts.count(found.accepted(), "accepted service") + " not reported");
        }
        if (found.notFollowed() > 0) {
            notes.add(Amounts.count(found.notFollowed(), "flow")
                    + " in no finding, because there are too many ports or hosts");
        }
    }

    /** Prints the notes and problems of the reading; returns true if a capture could not be read completely. */
    public boolean printProblems() {
        long duplicates = counters().get(Counter.PACKETS_DUPLICATE);
        if (duplicates > 0) {
            notes.add(Amounts.count(duplicates, "duplicate packet") + " (seen by more than one sensor) counted once");
        }
        notes.forEach(watcher::note);
        return watcher.noteProblems(captures());
    }
}
