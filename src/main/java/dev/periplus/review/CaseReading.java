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
import dev.periplus.correlate.Correlator;
import dev.periplus.engine.Engine;
import dev.periplus.engine.FailFastOutlet;
import dev.periplus.engine.PacketPath;
import dev.periplus.engine.RecordTaker;
import dev.periplus.engine.Version;
import dev.periplus.review.CaseState.Input;
import dev.periplus.review.CaseState.Reading;
import dev.periplus.ring.DiscardingOutlet;
import dev.periplus.ring.Outlet;
import dev.periplus.ring.PacketRing.WhenFull;
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

/**
 * Reads the captures of a case that were not read before, and hands the flows of all to the correlator.
 *
 * <p>How it works. What the shards found is kept in files of the case ({@link CaseState}), and correlation, which needs
 * all flows, is done anew in every review. Of a case that is new, flows go to the correlator while they are kept; else
 * the captures that are new are read first. Where their time overlaps that of captures that were read before, these are
 * read again with them: packets that both hold are then counted once. A long reading is kept part by part, so that one
 * that was interrupted goes on from there.
 */
public final class CaseReading {
    /** What was read is kept whenever it is so much, and no capture is in the middle. */
    private static final long PART = 512L << 20;

    private final Engine.Settings settings;
    private final Watcher watcher;
    private final CaseState state;
    private final List<String> notes = new ArrayList<>();

    /** By path, in the order in which they were named. */
    private final Map<String, String> digests = new LinkedHashMap<>();

    private final Map<String, CaptureRead> unreadable = new LinkedHashMap<>();

    /** What was read, and could not be kept because the reading was interrupted. */
    private final List<CaptureRead> unfinished = new ArrayList<>();

    private Counters unfinishedCounters = Counters.NONE;

    private final long part;

    public CaseReading(StateFolder folder, Engine.Settings settings, Watcher watcher) throws IOException {
        this(folder, settings, watcher, PART);
    }

    /** @param part bytes after which what was read is kept */
    public CaseReading(StateFolder folder, Engine.Settings settings, Watcher watcher, long part) throws IOException {
        this.settings = settings;
        this.watcher = watcher;
        this.part = part;
        state = new CaseState(
                folder.path(),
                String.join(
                        "\t",
                        "periplus",
                        Version.text(),
                        settings.rules().digest(),
                        settings.capture().toString(),
                        settings.decode().toString(),
                        settings.flow().toString()));
    }

    /** Everything is to be read again. */
    public void forget() throws IOException {
        for (Reading reading : state.readings()) {
            state.remove(reading);
        }
    }

    /** Reads what is new of these, and hands on all flows, settled. */
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
        say(captures.size(), paths.size() - due.size(), due.size());
        Correlator correlator = new Correlator(Engine.settling(settings, settings.knowledge()), settings.correlate());
        FlowJoin join = new FlowJoin(correlator);
        if (state.readings().isEmpty()) {
            correlator.begin(List.copyOf(due.values())::get, out);
            read(due, join, join::end);
        } else {
            readUntilNoneOverlap(due, paths);
            List<String> names = new ArrayList<>();
            correlator.begin(names::get, out);
            handKept(names, join);
            join.end();
        }
        if (join.joined() > 0) {
            notes.add(Amounts.count(join.joined(), "flow")
                    + " put together from captures that were read one after the other");
        }
    }

    private void say(int all, int known, int due) {
        String was = state.isOutdated() ? "; the kept flows are of another version, other rules or other options" : "";
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

    /** A reading one of whose captures has gone or has changed does not hold any more. */
    private void dropReadingsWithout(Set<String> here) throws IOException {
        for (Reading reading : state.readings()) {
            Set<String> gone = new HashSet<>();
            reading.inputs().forEach(input -> gone.add(input.sha256()));
            gone.removeAll(here);
            if (!gone.isEmpty()) {
                notes.add(Amounts.count(gone.size(), "capture") + " read before changed or went; those that were read"
                        + " together with it are read again");
                state.remove(reading);
            }
        }
    }

    private void readUntilNoneOverlap(Map<String, String> due, Map<String, String> paths)
            throws IOException, FilterException {
        Map<String, String> next = due;
        while (!next.isEmpty() && !watcher.stopped()) {
            next = overlapping(read(next, new DiscardingOutlet(), () -> {}), paths);
        }
    }

    /** Captures of earlier readings at the same time, with those of the latest; their readings are dropped. */
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
            reading.inputs().forEach(input -> again.put(input.sha256(), known(paths, input)));
            state.remove(reading);
        }
        dropped.removeAll(latest);
        int earlier =
                dropped.stream().mapToInt(reading -> reading.inputs().size()).sum();
        if (earlier > 0) {
            notes.add(Amounts.count(earlier, "capture") + " read before at the same time; read again with the new");
        }
        return again;
    }

    private static String known(Map<String, String> paths, Input input) {
        return paths.getOrDefault(input.sha256(), input.read().path());
    }

    /**
     * Reads captures, keeps their flows, and hands these on.
     *
     * @param end runs once all are handed on, while what was found of them can still be asked for
     * @return what was kept
     */
    private List<Reading> read(Map<String, String> due, Outlet next, Runnable end) throws IOException, FilterException {
        FlowKeeper keeper = new FlowKeeper(next);
        FailFastOutlet outlet = new FailFastOutlet(keeper);
        List<Reading> made = new ArrayList<>();
        try (CaptureSet set = new CaptureSet(List.copyOf(due.values()), settings.capture());
                Deduplication source = new Deduplication(set, due.size());
                PacketPath path = new PacketPath(settings, outlet, WhenFull.WAIT);
                Watcher.Progress shown = watcher.progress()) {
            shown.watch("read", set::bytesRead, set.bytesTotal());
            set.inParts(part);
            watcher.reading(source);
            outlet.reading(source);
            PartCount count = new PartCount(List.copyOf(due.keySet()), set, source, path);
            do {
                keeper.begin(state.next());
                List<CaptureOutcome> outcomes = path.read(source);
                keeper.end();
                outlet.check();
                List<Input> inputs = count.inputs(outcomes);
                Counters counters = count.counters(outcomes);
                if (watcher.stopped()) {
                    inputs.forEach(input -> unfinished.add(input.read()));
                    unfinishedCounters = unfinishedCounters.plus(counters);
                } else {
                    made.add(state.add(inputs, counters));
                }
            } while (set.more() && !watcher.stopped());
            end.run();
        }
        return made;
    }

    private void handKept(List<String> names, FlowJoin join) throws IOException {
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
            join.read(reading.file(), first);
        }
    }

    /** Every capture, in the order of the readings. */
    public List<CaptureRead> captures() {
        List<CaptureRead> all = new ArrayList<>();
        state.readings().forEach(reading -> reading.inputs().forEach(input -> all.add(input.read())));
        all.addAll(unfinished);
        all.addAll(unreadable.values());
        return all;
    }

    /** Of all readings together. */
    public Counters counters() {
        Counters sum = unfinishedCounters;
        for (Reading reading : state.readings()) {
            sum = sum.plus(reading.counters());
        }
        return sum;
    }

    /** Says which socket lists of the case tell of processes, and what of them could not be read. */
    public void noteSockets(List<Snapshot> lists) {
        for (Snapshot list : lists) {
            String lost = list.unread() == 0 ? "" : ", " + Amounts.count(list.unread(), "line") + " not read";
            watcher.note(list.source() + ": a socket list, "
                    + Amounts.count(list.sockets().size(), "socket") + lost);
        }
    }

    /** Notes what the findings leave out. */
    public void note(CaseFindings found) {
        if (found.accepted() > 0) {
            notes.add(Amounts.count(found.accepted(), "service") + " accepted where they are; not said");
        }
        if (found.notFollowed() > 0) {
            notes.add(Amounts.count(found.notFollowed(), "flow") + " of too many ports and hosts are in no finding");
        }
    }

    /** Says what there is to say of the reading; true where a capture could not be read whole. */
    public boolean printProblems() {
        long duplicates = counters().get(Counter.PACKETS_DUPLICATE);
        if (duplicates > 0) {
            notes.add(Amounts.count(duplicates, "packet") + " were in several captures at the same time; counted once");
        }
        notes.forEach(watcher::note);
        boolean damaged = false;
        for (CaptureRead capture : captures()) {
            String problem = capture.problem();
            if (problem != null) {
                damaged = true;
                watcher.note(problem);
            }
        }
        return damaged;
    }
}
