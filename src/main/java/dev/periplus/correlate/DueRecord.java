package dev.periplus.correlate;

import dev.periplus.answer.Evidence;
import dev.periplus.answer.FlowRecord;
import dev.periplus.classify.InspectionResult;
import dev.periplus.classify.InspectionState;
import dev.periplus.flow.Flow;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A flow and what other flows say of it: all that its record depends on but the protocol proven on its server's port. */
final class DueRecord {
    /** Of the flow, in the order of results. */
    final long number;

    final Flow flow;

    /** Evidence from other flows. */
    final List<Evidence> added;

    /** Ports that its client has probed so far if it scans, else 0. */
    final int scanTargets;

    /** Its server's port belongs to this part of all: {@link Settler#part}. */
    final int part;

    /** Its turn on the thread that settles it; 0 if that was done at once. */
    long turn;

    private InspectionState found;
    private final List<String> names;
    private final @Nullable String refusal;
    private @Nullable InspectionResult result;
    private @Nullable FlowRecord record;

    /**
     * @param found by the flow's own bytes
     * @param names that its client resolved to the server's address, oldest first
     * @param refusal what an ICMP error says of it, or null
     */
    DueRecord(
            long number,
            Flow flow,
            InspectionState found,
            List<String> names,
            @Nullable String refusal,
            List<Evidence> added,
            int scanTargets) {
        this.number = number;
        this.flow = flow;
        part = Settler.part(flow);
        this.found = found;
        this.names = names;
        this.refusal = refusal;
        this.added = added;
        this.scanTargets = scanTargets;
    }

    /** Leaves the store of results, which one thread at a time may use. */
    void takeOut() {
        found = found.takenOut();
    }

    /** What its own bytes show. */
    InspectionState found() {
        return found;
    }

    /** Names that its client resolved to the server's address, oldest first. */
    List<String> names() {
        return names;
    }

    /** What an ICMP error says of it, or null. */
    @Nullable
    String refusal() {
        return refusal;
    }

    /** What its bytes show, with the names and the error that others tell. */
    InspectionResult result() {
        InspectionResult known = result;
        if (known == null) {
            known = found.result();
            if (!names.isEmpty()) {
                for (String name : AnsweredNames.shown(names, known.metadata())) {
                    known = known.with("dns", "answered_name", name);
                }
            }
            if (refusal != null) {
                known = known.with("icmp", "error", refusal);
            }
            result = known;
            found = known;
        }
        return known;
    }

    /** The record, once it is {@linkplain RecordMaking#settle settled}. */
    FlowRecord record() {
        FlowRecord known = record;
        if (known == null) {
            throw new IllegalStateException("flow " + number + " is not settled yet");
        }
        return known;
    }

    void record(FlowRecord made) {
        record = made;
    }
}
