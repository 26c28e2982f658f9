package dev.periplus.cli;

import dev.periplus.capture.CaptureOutcome;
import dev.periplus.capture.CaptureSet;
import dev.periplus.capture.Failures;
import dev.periplus.capture.FilterException;
import dev.periplus.capture.Sha256;
import dev.periplus.classify.KeptFlows;
import dev.periplus.correlate.Correlator;
import dev.periplus.report.RunSummary.CaptureRead;
import dev.periplus.review.CaseFindings;
import dev.periplus.review.CaseState;
import dev.periplus.review.CaseState.Input;
import dev.periplus.review.CaseState.Reading;
import dev.periplus.review.Deduplication;
import dev.periplus.review.FlowKeeper;
import dev.periplus.review.KeptFlowsMerge;
import dev.periplus.ring.PacketRing.WhenFull;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the captures of a case that were not read before, and hands the flows of all to the correlator.
 *
 * <p>How it works. What the shards found is kept in files of the case ({@link CaseState}); correlation, which needs all
 * flows, is done anew from these in every review. Captures that are new are read together. Where their time overlaps that
 * of captures that were read before, these are read again with them: packets that both hold are then counted once.
 */
final class CaseReading {
    private final Engine.Settings settings;
    private final Interrupt interrupt;
    private final Terminal terminal;
    private final CaseState state;
    private final List<String> notes = new ArrayList<>();

    /** By path, in the order in which they were named. */
    private final Map<String, String> digests = new LinkedHashMap<>();

    private final Map<String, CaptureRead> unreadable = new LinkedHashMap<>();

    CaseReading(Path folder, Engine.Settings settings, Interrupt interrupt, Terminal terminal) throws IOException {
        this.settings = settings;
        this.interrupt = interrupt;
        this.terminal = terminal;
        state = new CaseState(
                folder,
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
    void forget() throws IOException {
        for (Reading reading : state.readings()) {
            state.remove(reading);
        }
    }

    /**
     * Reads what is new of these.
     *
     * @param progress whether to say how far it is
     */
    void read(List<String> captures, boolean progress) throws IOException, FilterException {
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
        while (!due.isEmpty() && !interrupt.came()) {
            Reading made = readTogether(due, progress);
            due.clear();
            if (made != null) {
                due.putAll(overlapping(made, paths));
            }
        }
    }

    private void say(int all, int known, int due) {
        String was = state.isOutdated() ? "; the kept flows are of another version, other rules or other options" : "";
        terminal.err()
                .println("periplus: " + Plural.of(all, "capture") + ": " + known + " read before, " + due + " to read"
                        + was);
    }

    private void hash(List<String> captures) {
        for (String capture : captures) {
            try {
                digests.put(capture, Sha256.of(Path.of(capture), more -> {}));
            } catch (IOException e) {
                unreadable.put(capture, new CaptureRead(capture, null, 0, 0, 0, 0, Failures.sentence(e), -1));
            }
        }
    }

    /** A reading one of whose captures has gone or has changed does not hold any more. */
    private void dropReadingsWithout(Set<String> here) throws IOException {
        for (Reading reading : state.readings()) {
            Set<String> gone = new HashSet<>();
            reading.inputs().forEach(input -> gone.add(input.sha256()));
            gone.removeAll(here);
            if (!gone.isEmpty()) {
                notes.add(Plural.of(gone.size(), "capture") + " read before changed or went; those that were read"
                        + " together with it are read again");
                state.remove(reading);
            }
        }
    }

    /** Captures of earlier readings at the same time, with those of the latest; their readings are dropped. */
    private Map<String, String> overlapping(Reading latest, Map<String, String> paths) throws IOException {
        Map<String, String> again = new LinkedHashMap<>();
        for (Reading reading : state.readings()) {
            if (reading != latest && reading.first() <= latest.last() && latest.first() <= reading.last()) {
                reading.inputs().forEach(input -> again.put(input.sha256(), known(paths, input)));
                state.remove(reading);
            }
        }
        if (!again.isEmpty()) {
            notes.add(Plural.of(again.size(), "capture") + " read before at the same time; read again with the new");
            latest.inputs().forEach(input -> again.put(input.sha256(), known(paths, input)));
            state.remove(latest);
        }
        return again;
    }

    private static String known(Map<String, String> paths, Input input) {
        return paths.getOrDefault(input.sha256(), input.read().path());
    }

    private @Nullable Reading readTogether(Map<String, String> due, boolean progress)
            throws IOException, FilterException {
        List<String> paths = List.copyOf(due.values());
        Path part = state.next();
        List<Input> inputs = new ArrayList<>();
        Map<String, Long> counters = new LinkedHashMap<>();
        try (KeptFlows.Writer writer = new KeptFlows.Writer(part);
                CaptureSet set = new CaptureSet(paths, settings.capture())) {
            Deduplication source = new Deduplication(set, paths.size());
            interrupt.stops(source);
            FlowKeeper keeper = new FlowKeeper(writer, source);
            List<CaptureOutcome> outcomes;
            try (PacketPath path = new PacketPath(settings, keeper, WhenFull.WAIT);
                    Progress shown = new Progress(terminal, progress)) {
                shown.watch(set);
                outcomes = path.read(source);
                counters.putAll(RunCount.packets(outcomes, path));
                counters.putAll(path.counters());
            }
            keeper.check();
            List<String> digestsInOrder = List.copyOf(due.keySet());
            for (int i = 0; i < outcomes.size(); i++) {
                CaptureRead read = RunCount.read(outcomes.get(i), digestsInOrder.get(i));
                inputs.add(new Input(digestsInOrder.get(i), source.duplicates(i), read));
            }
            long duplicates = inputs.stream().mapToLong(Input::duplicates).sum();
            counters.put("packets-duplicate", duplicates);
        }
        return interrupt.came() ? null : state.add(inputs, counters);
    }

    /** Hands all flows on, settled. */
    void settle(RecordTaker out) throws IOException {
        List<String> names = new ArrayList<>();
        Correlator correlator = new Correlator(Engine.settling(settings, settings.knowledge()), settings.correlate());
        KeptFlowsMerge merge = new KeptFlowsMerge(correlator);
        for (Reading reading : state.readings()) {
            merge.add(reading.file(), names.size());
            reading.inputs().forEach(input -> names.add(input.read().path()));
        }
        correlator.begin(names::get, out);
        merge.run();
        if (merge.joined() > 0) {
            notes.add(Plural.of(merge.joined(), "flow") + " put together from captures of several reviews");
        }
    }

    /** Every capture, in the order of the readings. */
    List<CaptureRead> captures() {
        List<CaptureRead> all = new ArrayList<>();
        state.readings().forEach(reading -> reading.inputs().forEach(input -> all.add(input.read())));
        all.addAll(unreadable.values());
        return all;
    }

    /** Of all readings together. */
    Map<String, Long> counters() {
        Map<String, Long> sum = new LinkedHashMap<>();
        state.readings()
                .forEach(reading -> reading.counters().forEach((name, count) -> sum.merge(name, count, Long::sum)));
        return sum;
    }

    /** Notes what the findings leave out. */
    void note(CaseFindings found) {
        if (found.accepted() > 0) {
            notes.add(Plural.of(found.accepted(), "service") + " accepted where they are; not said");
        }
        if (found.notFollowed() > 0) {
            notes.add(Plural.of(found.notFollowed(), "flow") + " of too many ports and hosts are in no finding");
        }
    }

    /** Says what there is to say of the reading; true where a capture could not be read whole. */
    boolean printProblems() {
        long duplicates = counters().getOrDefault("packets-duplicate", 0L);
        if (duplicates > 0) {
            notes.add(Plural.of(duplicates, "packet") + " were in several captures at the same time; counted once");
        }
        notes.forEach(note -> terminal.err().println("periplus: " + note));
        return Captures.printDamage(captures(), "periplus: ", terminal.err());
    }
}
