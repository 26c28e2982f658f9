package dev.periplus.flow;

/** Counters of a flow table. */
public final class FlowCounters {
    public long flows;
    public long evicted;

    /** Inspections that ended early because too many flows were undecided at once. */
    public long inspectionsCut;

    public long streamGaps;
    public long segmentsDropped;

    public void add(FlowCounters other) {
        flows += other.flows;
        evicted += other.evicted;
        inspectionsCut += other.inspectionsCut;
        streamGaps += other.streamGaps;
        segmentsDropped += other.segmentsDropped;
    }
}
