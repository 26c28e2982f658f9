package dev.periplus.ring;

import dev.periplus.classify.Announcer;
import dev.periplus.classify.Classifiers;
import dev.periplus.classify.Detector;
import dev.periplus.classify.FindingsStore;
import dev.periplus.classify.Handover;
import dev.periplus.decode.DecodeCounters;
import dev.periplus.decode.DecodeSettings;
import dev.periplus.decode.Decoder;
import dev.periplus.flow.Flow;
import dev.periplus.flow.FlowCounters;
import dev.periplus.flow.FlowSettings;
import dev.periplus.flow.FlowTable;
import dev.periplus.rule.RuleSet;
import java.util.ArrayList;
import java.util.List;

/** What one shard thread works with: its decoder, its flow table, its classifiers, and the flows that ended. */
public final class Shard {
    private final Decoder decoder;
    private final FlowTable table;
    private final Classifiers classifiers;
    private final FindingsStore findings;
    private List<Flow> ended = new ArrayList<>();

    /**
     * @param detectors, like handovers and announcers, of this shard alone
     * @param findings where what was found of flows waits, this shard's alone
     */
    public Shard(
            DecodeSettings decode,
            FlowSettings flow,
            RuleSet rules,
            List<Detector> detectors,
            List<Handover> handovers,
            List<Announcer> announcers,
            FindingsStore findings) {
        this.findings = findings;
        classifiers =
                new Classifiers(rules, detectors, handovers, announcers, findings, flowEnded -> ended.add(flowEnded));
        table = new FlowTable(flow, classifiers);
        decoder = new Decoder(decode, table);
    }

    void take(PacketBatch batch, int index) {
        decoder.clock(batch.clock[index]);
        var bytes = batch.bytes[index];
        if (bytes != null) {
            decoder.decode(
                    bytes,
                    batch.offset[index],
                    batch.captured[index],
                    batch.wire[index],
                    batch.linkType[index],
                    batch.time[index],
                    batch.capture[index],
                    batch.number[index]);
        }
    }

    /** @param end latest time of the whole input */
    void finish(long end) {
        decoder.clock(end);
        decoder.flush();
        table.endAll();
    }

    /** The flows that ended since the last call. Only while no packet is under way. */
    public List<Flow> drain() {
        List<Flow> drained = ended;
        ended = new ArrayList<>();
        return drained;
    }

    /** Forgets what was found of the flows drained so far. Only while no packet is under way. */
    public void forget() {
        findings.clear();
    }

    public DecodeCounters decodeCounters() {
        return decoder.counters();
    }

    public FlowCounters flowCounters() {
        return table.counters();
    }

    /** Inspections that a programming error ended. */
    public long inspectionFailures() {
        return classifiers.failures();
    }
}
