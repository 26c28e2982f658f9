package dev.periplus.ring;

import dev.periplus.classify.Announcer;
import dev.periplus.classify.Classifiers;
import dev.periplus.classify.Detector;
import dev.periplus.classify.Handover;
import dev.periplus.classify.InspectionStore;
import dev.periplus.decode.DecodeCounters;
import dev.periplus.decode.DecodeSettings;
import dev.periplus.decode.Decoder;
import dev.periplus.flow.FlowCounters;
import dev.periplus.flow.FlowSettings;
import dev.periplus.flow.FlowTable;
import dev.periplus.rule.RuleSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** What one shard thread works with: its decoder, its flow table and its classifiers. */
public final class Shard {
    private final Decoder decoder;
    private final FlowTable table;
    private final InspectionStore results;
    private final List<Detector> detectors;
    private final List<Handover> handovers;
    private final List<Announcer> announcers;
    private final AtomicReference<@Nullable RuleSet> next = new AtomicReference<>();
    private Classifiers classifiers;
    private long earlierFailures;
    private ShardOutput output = new ShardOutput();

    /**
     * @param detectors, like handovers and announcers, of this shard alone
     * @param results where what was found of flows waits, this shard's alone
     */
    public Shard(
            DecodeSettings decode,
            FlowSettings flow,
            RuleSet rules,
            List<Detector> detectors,
            List<Handover> handovers,
            List<Announcer> announcers,
            InspectionStore results) {
        this.results = results;
        this.detectors = detectors;
        this.handovers = handovers;
        this.announcers = announcers;
        classifiers = classifiers(rules);
        table = new FlowTable(flow, classifiers);
        decoder = new Decoder(decode, table);
    }

    private Classifiers classifiers(RuleSet rules) {
        return new Classifiers(
                rules,
                detectors,
                handovers,
                announcers,
                results,
                announcement -> output.announced.add(announcement),
                ended -> output.over.add(ended));
    }

    /** From the next batch on these rules hold; what was found by others stays. Any thread. */
    public void use(RuleSet rules) {
        next.set(rules);
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

    /** What the shard is done with goes in here from now on. */
    void into(ShardOutput batch) {
        output = batch;
        RuleSet rules = next.getAndSet(null);
        if (rules != null) {
            earlierFailures += classifiers.failures();
            classifiers = classifiers(rules);
            table.listener(classifiers);
        }
    }

    /** @param latest time of the input so far */
    void clock(long latest) {
        table.clock(latest);
    }

    /** @param end latest time of the whole input */
    void finish(long end) {
        decoder.clock(end);
        decoder.flush();
        table.endAll();
    }

    /** Forgets what was found of the flows handed on so far. Only while no packet is under way. */
    public void forget() {
        results.clear();
    }

    public DecodeCounters decodeCounters() {
        return decoder.counters();
    }

    public FlowCounters flowCounters() {
        return table.counters();
    }

    /** How many flows are open; from another thread, about. */
    public int openFlows() {
        return table.size();
    }

    /** Inspections that a programming error ended. */
    public long inspectionFailures() {
        return earlierFailures + classifiers.failures();
    }
}
