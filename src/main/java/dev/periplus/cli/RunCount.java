package dev.periplus.cli;

import dev.periplus.capture.CaptureOutcome;
import dev.periplus.classify.FlowRecord;
import dev.periplus.classify.Verdict;
import dev.periplus.flow.Flow;
import dev.periplus.flow.FlowCounters;
import dev.periplus.report.RunSummary;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Counts the records that pass, and at the end puts every counter of the run together. */
final class RunCount implements RecordTaker {
    private final Predicate<FlowRecord> wanted;
    private final Consumer<FlowRecord> next;
    private final long[] unknown = new long[Verdict.Unknown.values().length];
    private long flows;
    private long labelled;
    private long active;
    private long notShown;
    private boolean partial;

    /**
     * @param wanted records are handed on; the others are counted
     */
    RunCount(Predicate<FlowRecord> wanted, Consumer<FlowRecord> next) {
        this.wanted = wanted;
        this.next = next;
    }

    @Override
    public void accept(FlowRecord record) {
        if (record.flow().endReason() == Flow.End.ACTIVE) {
            active++;
            if (wanted.test(record)) {
                next.accept(record);
            }
            return;
        }
        flows++;
        Verdict.Unknown why = record.verdict().unknownBecause();
        if (why == null) {
            labelled++;
        } else {
            unknown[why.ordinal()]++;
        }
        handOn(record);
    }

    private void handOn(FlowRecord record) {
        if (wanted.test(record)) {
            next.accept(record);
        } else {
            notShown++;
        }
    }

    /** @param before counters of packets */
    RunSummary summary(Engine engine, Map<String, Long> before, List<CaptureOutcome> outcomes, long elapsed) {
        FlowCounters flow = engine.flowCounters();
        Map<String, Long> counters = new LinkedHashMap<>(before);
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
        counters.put("flows.evicted", flow.evicted);
        counters.put("inspections-cut", flow.inspectionsCut);
        counters.put("stream.gaps", flow.streamGaps);
        counters.put("stream.segments-dropped", flow.segmentsDropped);
        counters.put("inspection.failures", engine.inspectionFailures());
        partial = flow.evicted > 0;
        return new RunSummary(
                Version.text(),
                engine.knowledge().rules().protocols().size(),
                outcomes.stream().map(RunCount::read).toList(),
                counters,
                elapsed);
    }

    /** True where flows were evicted; known once the summary is made. */
    boolean partial() {
        return partial;
    }

    private static RunSummary.CaptureRead read(CaptureOutcome outcome) {
        return new RunSummary.CaptureRead(
                outcome.path(),
                outcome.format(),
                outcome.packets(),
                outcome.bytes(),
                outcome.firstTime(),
                outcome.lastTime(),
                outcome.problem(),
                outcome.damage() == null ? -1 : outcome.damage().offset());
    }
}
