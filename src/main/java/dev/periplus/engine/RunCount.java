package dev.periplus.engine;

import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.FlowTaker;
import dev.periplus.answer.RunSummary;
import dev.periplus.answer.RunSummary.CaptureRead;
import dev.periplus.answer.Verdict;
import dev.periplus.capture.CaptureOutcome;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Counts the records that pass, and at the end puts every counter of the run together. */
public final class RunCount implements RecordTaker {
    private final Predicate<FlowRecord> wanted;
    private final FlowTaker next;
    private final long[] unknown = new long[Verdict.Unknown.values().length];
    private long flows;
    private long labelled;
    private long active;
    private long notShown;
    private boolean partial;

    /**
     * @param wanted records are handed on; the others are counted
     */
    public RunCount(Predicate<FlowRecord> wanted, FlowTaker next) {
        this.wanted = wanted;
        this.next = next;
    }

    @Override
    public void goesOn(FlowRecord record) {
        active++;
        if (wanted.test(record)) {
            next.goesOn(record);
        }
    }

    @Override
    public void flow(FlowRecord record) {
        flows++;
        Verdict.Unknown why = record.verdict().unknownBecause();
        if (why == null) {
            labelled++;
        } else {
            unknown[why.ordinal()]++;
        }
        if (wanted.test(record)) {
            next.flow(record);
        } else {
            notShown++;
        }
    }

    /**
     * Puts everything together.
     *
     * @param rules how many protocols are known
     * @param packets counters of what became of packets
     * @param path counters of {@link PacketPath#counters}
     * @param elapsed nanoseconds
     */
    public RunSummary summary(
            int rules, List<CaptureRead> captures, Map<String, Long> packets, Map<String, Long> path, long elapsed) {
        Map<String, Long> counters = new LinkedHashMap<>(packets);
        counters.put("flows", flows);
        counters.put("flows.labelled", labelled);
        for (Verdict.Unknown why : Verdict.Unknown.values()) {
            counters.put("flows.unknown." + why.id(), unknown[why.ordinal()]);
        }
        if (notShown > 0) {
            counters.put("flows.not-shown", notShown);
        }
        if (active > 0) {
            counters.put("flows.reported-active", active);
        }
        counters.putAll(path);
        partial = counters.getOrDefault("flows.evicted", 0L) > 0;
        return new RunSummary(Version.text(), rules, captures, counters, elapsed);
    }

    /** What is said of captures, in the order of their outcomes. */
    public static List<CaptureRead> read(List<CaptureOutcome> outcomes) {
        return outcomes.stream().map(outcome -> read(outcome, null)).toList();
    }

    /** @param sha256 of the capture, or null */
    public static CaptureRead read(CaptureOutcome outcome, @Nullable String sha256) {
        return new CaptureRead(
                outcome.path(),
                outcome.format(),
                outcome.packets(),
                outcome.bytes(),
                outcome.firstTime(),
                outcome.lastTime(),
                outcome.problem(),
                outcome.damage() == null ? -1 : outcome.damage().offset(),
                sha256);
    }

    /** Counters of the reading of captures, with what became of their packets. */
    public static Map<String, Long> packets(List<CaptureOutcome> outcomes, PacketPath path) {
        Map<String, Long> counters = new LinkedHashMap<>();
        counters.put("packets-read", sum(outcomes, CaptureOutcome::packets));
        counters.put("packets-filtered", sum(outcomes, CaptureOutcome::filtered));
        counters.put("drops-reported-by-capture", sum(outcomes, CaptureOutcome::reportedDrops));
        counters.putAll(path.decodeCounters().all());
        return counters;
    }

    private static long sum(List<CaptureOutcome> outcomes, ToLongFunction<CaptureOutcome> of) {
        return outcomes.stream().mapToLong(of).sum();
    }

    /** True where flows were evicted; known once the summary is made. */
    public boolean partial() {
        return partial;
    }
}
