package dev.periplus.engine;

import dev.periplus.answer.Counter;
import dev.periplus.answer.Counters;
import dev.periplus.capture.CaptureOutcome;
import dev.periplus.capture.CaptureSet;
import dev.periplus.capture.PacketSink;
import dev.periplus.capture.PacketSource;
import dev.periplus.classify.Detector;
import dev.periplus.classify.InspectionStore;
import dev.periplus.decode.DecodeCounters;
import dev.periplus.decode.DecodeSettings;
import dev.periplus.decrypt.SecretStore;
import dev.periplus.detect.Detectors;
import dev.periplus.flow.FlowCounters;
import dev.periplus.flow.FlowSettings;
import dev.periplus.ring.Outlet;
import dev.periplus.ring.PacketRing;
import dev.periplus.ring.PacketRing.WhenFull;
import dev.periplus.ring.Shard;
import dev.periplus.rule.RuleSet;
import dev.periplus.transfer.Transfers;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/** The path of a packet until its flow ends: source, ring, shards, outlet. */
public final class PacketPath implements AutoCloseable {
    /** Bytes of findings kept in memory; beyond this they go to temporary files. */
    private static final long RESULTS_IN_MEMORY = 8 << 20;

    private final List<Shard> shards = new ArrayList<>();
    private final PacketRing ring;
    private final SecretStore keys;
    private final CapturedSecrets captured;

    private final LongSupplier failures;

    public PacketPath(Engine.Settings settings, Outlet outlet, WhenFull whenFull) {
        this(settings, outlet, whenFull, () -> 0);
    }

    /** @param failures counts what correlations of add-ons threw */
    PacketPath(Engine.Settings settings, Outlet outlet, WhenFull whenFull, LongSupplier failures) {
        this.failures = failures;
        keys = new SecretStore(settings.keyLogs());
        captured = new CapturedSecrets(keys);
        for (int i = 0; i < settings.shards(); i++) {
            shards.add(shard(settings, keys));
        }
        ring = new PacketRing(shards, outlet, whenFull);
    }

    /** Creates one of the shards. */
    static Shard shard(Engine.Settings settings, SecretStore keys) {
        FlowSettings flow = settings.flow().sharedBy(settings.shards());
        DecodeSettings decode = settings.decode().sharedBy(settings.shards());
        return new Shard(
                decode,
                flow,
                settings.rules(),
                detectors(settings),
                Detectors.handovers(settings.secrets(), keys),
                Detectors.announcers(settings.secrets()),
                new InspectionStore(RESULTS_IN_MEMORY / settings.shards()),
                settings.hosts(),
                settings.files() ? new Transfers() : null);
    }

    private static List<Detector> detectors(Engine.Settings settings) {
        List<Detector> all = new ArrayList<>(Detectors.all(settings.secrets()));
        all.addAll(settings.additions().detectors().get());
        return all;
    }

    /** Reads captures or interfaces that belong together; returns once the outlet has all their flows. */
    public List<CaptureOutcome> read(PacketSource source) {
        List<CaptureOutcome> outcomes = source.read(new ToRing(ring));
        ring.flush();
        return outcomes;
    }

    /** Takes the secrets of these captures, which are read next, and forgets those of others. */
    void takeSecrets(PacketSource source) {
        keys.forget();
        if (source instanceof CaptureSet set) {
            set.secrets(captured);
        }
    }

    /** The secrets of the run. */
    public SecretStore keys() {
        return keys;
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
        long failed = failures.getAsLong()
                + shards.stream().mapToLong(Shard::inspectionFailures).sum();
        long dropped = shards.stream().mapToLong(Shard::statesDropped).sum();
        long files = shards.stream().mapToLong(Shard::transfersLeft).sum();
        return PathCounters.of(flowCounters(), failed, dropped)
                .plus(Counters.of(
                        Counter.FILES_NOT_FOLLOWED.count(files), Counter.CLOCK_STEPS_BACK.count(ring.stepsBack())))
                .plus(PathCounters.of(keys));
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
