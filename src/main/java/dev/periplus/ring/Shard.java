package dev.periplus.ring;

import dev.periplus.classify.Announcement;
import dev.periplus.classify.Announcer;
import dev.periplus.classify.Classifiers;
import dev.periplus.classify.Detector;
import dev.periplus.classify.Handover;
import dev.periplus.classify.Heard;
import dev.periplus.classify.HostAnnouncement;
import dev.periplus.classify.InspectionStore;
import dev.periplus.decode.DecodeCounters;
import dev.periplus.decode.DecodeSettings;
import dev.periplus.decode.Decoder;
import dev.periplus.flow.FlowCounters;
import dev.periplus.flow.FlowSettings;
import dev.periplus.flow.FlowTable;
import dev.periplus.memory.Memory;
import dev.periplus.rule.RuleSet;
import dev.periplus.transfer.Transfers;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The state of one shard thread: its decoder, its flow table and its classifiers. */
public final class Shard {
    /** Announcements of one batch. */
    private static final int MOST_ANNOUNCED = Memory.scaled(1 << 15);

    private final Decoder decoder;
    private final FlowTable table;
    private final InspectionStore results;
    private final int announcerStates;
    private final boolean facts;
    private final @Nullable Transfers transfers;
    private final List<Detector> detectors;
    private final List<Handover> handovers;
    private final List<Announcer> announcers;
    private final AtomicReference<@Nullable RuleSet> next = new AtomicReference<>();
    private Classifiers classifiers;
    private long earlierFailures;
    private long earlierStatesDropped;
    private long announcementsDropped;
    private ShardOutput output = new ShardOutput();

    /** Time of the input at the packet being processed. */
    private long clock = Long.MIN_VALUE / 2;

    /**
     * Creates a shard.
     *
     * @param detectors used, like handovers and announcers, by this shard alone
     * @param results where findings about flows wait; used by this shard alone
     * @param facts whether to gather facts about hosts
     * @param transfers follows files for this shard alone, or null
     */
    public Shard(
            DecodeSettings decode,
            FlowSettings flow,
            RuleSet rules,
            List<Detector> detectors,
            List<Handover> handovers,
            List<Announcer> announcers,
            InspectionStore results,
            boolean facts,
            @Nullable Transfers transfers) {
        this.transfers = transfers;
        this.results = results;
        this.facts = facts;
        announcerStates = flow.announcerStates();
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
                announcerStates,
                this::announced,
                ended -> output.over.add(ended),
                facts,
                transfers);
    }

    /** Facts about hosts leave room for announcements that verdicts depend on. */
    private void announced(Announcement announcement) {
        boolean fact = announcement instanceof HostAnnouncement;
        if (output.announced.size() < (fact ? MOST_ANNOUNCED / 2 : MOST_ANNOUNCED)) {
            output.announced.add(new Heard(clock, announcement));
        } else {
            announcementsDropped++;
        }
    }

    /** Switches to these rules from the next batch on; findings made with earlier rules stay. Any thread. */
    public void use(RuleSet rules) {
        next.set(rules);
    }

    void take(PacketBatch batch, int index) {
        clock = batch.clock[index];
        decoder.clock(clock);
        decoder.doubtful(batch.doubtful[index]);
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

    /** Directs the shard's results here from now on. */
    void into(ShardOutput batch) {
        output = batch;
        RuleSet rules = next.getAndSet(null);
        if (rules != null) {
            earlierFailures += classifiers.failures();
            earlierStatesDropped += classifiers.statesDropped();
            classifiers = classifiers(rules);
            table.listener(classifiers);
        }
    }

    /**
     * Advances the clocks of incomplete datagrams, then of the flow table: what remains of a datagram that expires is
     * older than this time.
     *
     * @param latest time of the input so far
     */
    void clock(long latest) {
        clock = latest;
        decoder.clock(latest);
        table.clock(latest);
    }

    /**
     * Ends all datagrams and flows.
     *
     * @param end latest time of the whole input
     */
    void finish(long end) {
        clock = end;
        decoder.clock(end);
        decoder.flush();
        table.endAll();
    }

    /** Forgets the findings about the flows passed on so far. Call it only while no packet is in flight. */
    public void forget() {
        results.clear();
        classifiers.forgetFacts();
    }

    public DecodeCounters decodeCounters() {
        return decoder.counters();
    }

    public FlowCounters flowCounters() {
        return table.counters();
    }

    /** Number of open flows; approximate from another thread. */
    public int openFlows() {
        return table.size();
    }

    /** Announcements, and unfinished parts of them, that were dropped for lack of memory. */
    public long statesDropped() {
        return earlierStatesDropped + classifiers.statesDropped() + announcementsDropped;
    }

    /** Flows with files that were not followed. */
    public long transfersLeft() {
        return transfers == null ? 0 : transfers.left();
    }

    /** Number of inspections aborted by a programming error. */
    public long inspectionFailures() {
        return earlierFailures + classifiers.failures();
    }
}
