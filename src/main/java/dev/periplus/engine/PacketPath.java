package dev.periplus.engine;

import dev.periplus.answer.Counter;
import dev.periplus.answer.Counters;
import dev.periplus.capture.CaptureOutcome;
import dev.periplus.capture.PacketSink;
import dev.periplus.capture.PacketSource;
import dev.periplus.classify.InspectionStore;
import dev.periplus.decode.DecodeCounters;
import dev.periplus.decode.DecodeSettings;
import dev.periplus.detect.Detectors;
import dev.periplus.flow.FlowCounters;
import dev.periplus.flow.FlowSettings;
import dev.periplus.ring.Outlet;
import dev.periplus.ring.PacketRing;
import dev.periplus.ring.PacketRing.WhenFull;
import dev.periplus.ring.Shard;
import dev.periplus.rule.RuleSet;
import java.util.ArrayList;
import java.util.List;

/** The path of a packet until its flow ends: source, ring, shards, outlet. */
public final class PacketPath implements AutoCloseable {
    /** Bytes of findings kept in memory; beyond this they go to temporary files. */
    private static final long RESULTS_IN_MEMORY = 8 << 20;

    private final List<Shard> shards = new ArrayList<>();
    private final PacketRing ring;

    public PacketPath(Engine.Settings settings, Outlet outlet, WhenFull whenFull) {
        for (int i = 0; i < settings.shards(); i++) {
            shards.add(shard(settings));
        }
        ring = new PacketRing(shards, outlet, whenFull);
    }

    /** Creates one of the shards. */
    static Shard shard(Engine.Settings settings) {
        FlowSettings flow = settings.flow().sharedBy(settings.shards());
        DecodeSettings decode = settings.decode().sharedBy(settings.shards());
        return new Shard(
                decode,
                flow,
                settings.rules(),
                Detectors.all(settings.secrets()),
                Detectors.handovers(settings.secrets()),
                Detectors.announcers(settings.secrets()),
                new InspectionStore(RESULTS_IN_MEMORY / settings.shards()),
                settings.hosts());
    }

    /** Reads captures or interfaces that belong together; returns once the outlet has all their flows. */
    public List<CaptureOutcome> read(PacketSource source) {
        List<CaptureOutcome> outcomes = source.read(new ToRing(ring));
        ring.flush();
        return outcomes;
    }

    /** Forgets the findings about the flows read so far. */
    void forget() {
        shards.forEach(Shard::forget);
    }

    /** Switches to these rules from the next packets on; any thread. */
    void use(RuleSet rules) {
        shards.forEach(shard -> shard.use(rules));
    }

    /** Packets dropped because the ring was full. */
    long ringDropped() {
        return ring.dropped();
    }

    /** Fraction of the ring still in use by the slowest thread, from 0 to 1. */
    public double ringFill() {
        return ring.fill();
    }

    /** Sum of the decode counters of all shards. */
    private DecodeCounters decodeCounters() {
        DecodeCounters sum = new DecodeCounters();
        shards.forEach(shard -> sum.add(shard.decodeCounters()));
        return sum;
    }

    /** Counters of packets. */
    Counters packets() {
        return PathCounters.of(decodeCounters());
    }

    /** Counters of flows and inspections. */
    public Counters counters() {
        long failures = shards.stream().mapToLong(Shard::inspectionFailures).sum();
        long dropped = shards.stream().mapToLong(Shard::statesDropped).sum();
        return PathCounters.of(flowCounters(), failures, dropped)
                .plus(Counters.of(Counter.CLOCK_STEPS_BACK.count(ring.stepsBack())));
    }

    public FlowCounters flowCounters() {
        FlowCounters sum = new FlowCounters();
        shards.forEach(shard -> sum.add(shard.flowCounters()));
        return sum;
    }

    /** Number of open flows, approximately. */
    public long openFlows() {
        return shards.stream().mapToLong(Shard::openFlows).sum();
    }

    @Override
    public void close() {
        ring.close();
        forget();
    }

    private record ToRing(PacketRing ring) implements PacketSink {
        @Override
        public void packet(
                byte[] bytes, int offset, int captured, int wire, long time, int link, int capture, long number) {
            ring.offer(bytes, offset, captured, wire, time, link, capture, number);
        }

        @Override
        public void retire(Runnable release) {
            ring.retire(release);
        }

        @Override
        public int room() {
            return ring.room();
        }

        @Override
        public void idle(long time) {
            ring.idle(time);
        }
    }
}
