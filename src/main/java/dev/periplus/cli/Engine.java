package dev.periplus.cli;

import dev.periplus.capture.CaptureOptions;
import dev.periplus.capture.CaptureOutcome;
import dev.periplus.capture.CaptureSet;
import dev.periplus.capture.FilterException;
import dev.periplus.capture.PacketSink;
import dev.periplus.classify.Announcement;
import dev.periplus.classify.FindingsStore;
import dev.periplus.classify.FlowRecord;
import dev.periplus.correlate.CorrelateSettings;
import dev.periplus.correlate.Correlator;
import dev.periplus.decode.DecodeCounters;
import dev.periplus.decode.DecodeSettings;
import dev.periplus.detect.Detectors;
import dev.periplus.flow.Flow;
import dev.periplus.flow.FlowCounters;
import dev.periplus.flow.FlowSettings;
import dev.periplus.registry.KnownUsers;
import dev.periplus.registry.PortRegistry;
import dev.periplus.ring.Outlet;
import dev.periplus.ring.PacketRing;
import dev.periplus.ring.Shard;
import dev.periplus.rule.RuleSet;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The one path of a packet, wired: captures → ring → shards → correlator → records. */
final class Engine implements AutoCloseable {
    /**
     * What the path is made with.
     *
     * @param shards threads that decode and classify
     */
    record Settings(
            CaptureOptions capture,
            DecodeSettings decode,
            FlowSettings flow,
            CorrelateSettings correlate,
            RuleSet rules,
            PortRegistry registry,
            KnownUsers knownUsers,
            int shards) {}

    /** Beyond this, what was found of flows waits in temporary files. */
    private static final long FINDINGS_IN_MEMORY = 8 << 20;

    private final Settings settings;
    private final List<Shard> shards = new ArrayList<>();
    private final PacketRing ring;
    private final Correlator correlator;
    private final Records records;

    Engine(Settings settings) {
        this.settings = settings;
        FlowSettings flow = settings.flow().sharedBy(settings.shards());
        for (int i = 0; i < settings.shards(); i++) {
            shards.add(new Shard(
                    settings.decode(),
                    flow,
                    settings.rules(),
                    Detectors.all(),
                    Detectors.handovers(),
                    Detectors.announcers(),
                    new FindingsStore(FINDINGS_IN_MEMORY / settings.shards())));
        }
        correlator = new Correlator(settings.rules(), settings.registry(), settings.knownUsers(), settings.correlate());
        records = new Records(correlator);
        ring = new PacketRing(shards, records);
    }

    /**
     * Reads captures that belong together; their flows may span them.
     *
     * @param watching sees the set before it is read, for a progress line
     */
    List<CaptureOutcome> run(List<String> paths, Consumer<CaptureSet> watching, Consumer<FlowRecord> out)
            throws FilterException {
        List<CaptureOutcome> outcomes;
        try (CaptureSet captures = new CaptureSet(paths, settings.capture())) {
            watching.accept(captures);
            records.failed = null;
            records.captures = captures;
            correlator.begin(paths::get, out);
            outcomes = captures.read(new ToRing(ring));
            ring.flush();
        }
        if (records.failed != null) {
            throw records.failed;
        }
        shards.forEach(Shard::forget);
        return outcomes;
    }

    /** What all shards counted while decoding. */
    DecodeCounters decodeCounters() {
        DecodeCounters sum = new DecodeCounters();
        shards.forEach(shard -> sum.add(shard.decodeCounters()));
        return sum;
    }

    FlowCounters flowCounters() {
        FlowCounters sum = new FlowCounters();
        shards.forEach(shard -> sum.add(shard.flowCounters()));
        return sum;
    }

    long inspectionFailures() {
        return shards.stream().mapToLong(Shard::inspectionFailures).sum();
    }

    @Override
    public void close() {
        ring.close();
        shards.forEach(Shard::forget);
    }

    /** From the ring to the correlator, until records can no longer be taken. */
    private static final class Records implements Outlet {
        private final Correlator correlator;
        private @Nullable CaptureSet captures;
        private @Nullable RuntimeException failed;

        Records(Correlator correlator) {
            this.correlator = correlator;
        }

        @Override
        public void over(List<Flow> flows, List<Announcement> announced) {
            unlessFailed(() -> correlator.over(flows, announced));
        }

        @Override
        public void upTo(long clock) {
            unlessFailed(() -> correlator.upTo(clock));
        }

        @Override
        public void last() {
            unlessFailed(correlator::end);
        }

        private void unlessFailed(Runnable step) {
            try {
                if (failed == null) {
                    step.run();
                }
            } catch (RuntimeException e) {
                failed = e;
                if (captures != null) {
                    captures.stop();
                }
            }
        }
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
    }
}
