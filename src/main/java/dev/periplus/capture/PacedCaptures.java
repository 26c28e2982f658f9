package dev.periplus.capture;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Replays captures as if they came from an interface: packets arrive at the speed of the capture, or faster, are
 * copied, and are dropped if they are not consumed in time.
 */
public final class PacedCaptures implements LossySource {
    private static final long NAP_NANOS = 1_000_000;
    private static final long TELL_NANOS = 20_000_000;
    private static final int COUNTED_EVERY = 4096;

    /** Time between the last packet of a round and the first of the next. */
    private static final long ROUND_NANOS = 1_000_000_000L;

    private final List<String> paths;
    private final CaptureOptions options;
    private final double speed;
    private final int rounds;
    private volatile boolean stopped;
    private volatile Drops drops = Drops.NONE;
    private volatile @Nullable CaptureSet reading;

    /**
     * Prepares a replay.
     *
     * @param speed 1 for capture speed, 10 for ten times as fast; 0 for as fast as possible
     * @param rounds how often to replay everything; packet times continue from round to round
     * @throws FilterException if the filter expression is invalid
     */
    public PacedCaptures(List<String> paths, CaptureOptions options, double speed, int rounds) throws FilterException {
        this.paths = paths;
        this.options = options;
        this.speed = speed;
        this.rounds = rounds;
        new CaptureSet(paths, options).close();
    }

    @Override
    public List<CaptureOutcome> read(PacketSink sink) {
        Pace pace = new Pace(sink);
        List<CaptureOutcome> outcomes = List.of();
        for (int round = 0; round < rounds && !stopped; round++) {
            pace.begin();
            try (CaptureSet set = new CaptureSet(paths, options)) {
                reading = set;
                outcomes = set.read(pace);
            } catch (FilterException e) {
                throw new IllegalStateException("the filter was valid before", e);
            }
        }
        pace.count();
        List<CaptureOutcome> counted = new ArrayList<>();
        for (CaptureOutcome outcome : outcomes) {
            counted.add(pace.counted(outcome, counted.size()));
        }
        return counted;
    }

    @Override
    public Drops drops() {
        return drops;
    }

    @Override
    public void stop() {
        stopped = true;
        CaptureSet set = reading;
        if (set != null) {
            set.stop();
        }
    }

    @Override
    public void close() {
        stop();
    }

    /** Delays packets until they are due, and copies them. */
    private final class Pace implements PacketSink {
        private final PacketSink sink;
        private final Arrivals arrivals;
        private final List<Arrivals.Tally> tallies = new ArrayList<>();
        private long origin;
        private long began;
        private long shift;
        private long latest = Long.MIN_VALUE;
        private long told;
        private long packets;
        private boolean begun;

        Pace(PacketSink sink) {
            this.sink = sink;
            arrivals = new Arrivals(sink);
            for (int i = 0; i < paths.size(); i++) {
                Arrivals.Tally tally = new Arrivals.Tally();
                tally.index = i;
                tallies.add(tally);
            }
        }

        void begin() {
            begun = false;
        }

        @Override
        public void packet(
                byte[] bytes, int offset, int captured, int wire, long time, int link, int capture, long number) {
            if (!begun) {
                begun = true;
                shift = latest == Long.MIN_VALUE ? 0 : latest + ROUND_NANOS - time;
                origin = latest == Long.MIN_VALUE ? time : origin;
                began = began == 0 ? System.nanoTime() : began;
            }
            long at = time + shift;
            latest = Math.max(latest, at);
            await(at);
            arrivals.from(tallies.get(capture), link);
            arrivals.packet(bytes, offset, captured, wire, at, number);
            if (++packets % COUNTED_EVERY == 0) {
                count();
            }
        }

        private void await(long at) {
            long now = System.nanoTime();
            long due = speed == 0 ? now : began + (long) ((at - origin) / speed);
            while (now < due && !stopped) {
                if (now - told >= TELL_NANOS) {
                    told = now;
                    count();
                    sink.idle(at - (long) ((due - now) * speed));
                }
                LockSupport.parkNanos(Math.min(NAP_NANOS, due - now));
                now = System.nanoTime();
            }
        }

        /** Releases at once, because packets are copied. */
        @Override
        public void retire(Runnable release) {
            release.run();
        }

        void count() {
            Drops sum = Drops.NONE;
            for (Arrivals.Tally tally : tallies) {
                sum = sum.plus(tally.drops(0, 0, 0));
            }
            drops = sum;
        }

        /** The outcome of the last round, with the packets of all rounds. */
        CaptureOutcome counted(CaptureOutcome last, int index) {
            Arrivals.Tally tally = tallies.get(index);
            return new CaptureOutcome(
                    last.path(),
                    last.format(),
                    tally.packets,
                    tally.bytes,
                    tally.wireBytes,
                    tally.firstTime,
                    tally.lastTime,
                    last.filtered(),
                    last.linkTypes(),
                    last.reportedDrops(),
                    last.skipped(),
                    last.damage(),
                    last.refused());
        }
    }
}
