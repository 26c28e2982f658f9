package dev.periplus.flow;

/** What a flow table counted. */
public final class FlowCounters {
    public long flows;
    public long evicted;
    public long streamGaps;
    public long segmentsDropped;

    public void add(FlowCounters other) {
        flows += other.flows;
        evicted += other.evicted;
        streamGaps += other.streamGaps;
        segmentsDropped += other.segmentsDropped;
    }
}
