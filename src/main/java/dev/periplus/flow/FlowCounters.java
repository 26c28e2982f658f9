package dev.periplus.flow;

/** Counters of a flow table. */
public final class FlowCounters {
    public long flows;
    public long evicted;

    /** Packets that came too late for a connection that had ended, and brought nothing new. */
    public long late;

    /** Inspections that ended early because too many flows were undecided at once. */
    public long inspectionsCut;

    /** Inspected packets with a wrong checksum; of these, those that were not shown to the classifiers. */
    public long checksumsWrong;

    public long checksumsIgnored;

    /** Inspected packets whose checksum the sender's network card was to compute. */
    public long checksumsOffloaded;

    public long streamGaps;
    public long segmentsDropped;

    public void add(FlowCounters other) {
        flows += other.flows;
        evicted += other.evicted;
        late += other.late;
        inspectionsCut += other.inspectionsCut;
        checksumsWrong += other.checksumsWrong;
        checksumsIgnored += other.checksumsIgnored;
        checksumsOffloaded += other.checksumsOffloaded;
        streamGaps += other.streamGaps;
        segmentsDropped += other.segmentsDropped;
    }
}
