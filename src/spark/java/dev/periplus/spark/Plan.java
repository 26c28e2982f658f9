package dev.periplus.spark;

import dev.periplus.capture.Clock;
import dev.periplus.capture.Damage;
import dev.periplus.capture.PacketStream;
import dev.periplus.engine.SensorSample;
import dev.periplus.engine.SensorSurvey;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The splits of a read, each of which begins at a record, and what is wrong with its files.
 *
 * <p>How it works. A capture is cut anywhere. Every split but the first guesses where its first record begins, and all
 * are read once, for the headers of their records only. A split that does not begin where the one before it ends was
 * wrong, and is read again from there. So the splits hold the packets of a sequential reading, whatever the payload
 * says; a good guess only saves time. A zstd file of several frames is divided at them, and read as a whole if it is
 * damaged, or if its frames are not as its index says.
 */
final class Plan {
    private static final Logger LOG = LoggerFactory.getLogger(Plan.class);

    /** What the clock of the ring believes at once; see {@code InputClock}. */
    private static final long LEAP = 60_000_000_000L;

    private static final int MOST_TASKS = 64;
    private static final long DAY = 86_400_000_000_000L;
    private static final long LATEST = Long.MAX_VALUE / 2;

    /** Names of the files, by the index of a capture. */
    final List<String> names = new ArrayList<>();

    final List<Split> splits = new ArrayList<>();

    /** All files, by the index of a capture. */
    final List<ReadFile> files = new ArrayList<>();

    /** What the captures have in common, if they are read as a case. */
    final SensorSurvey survey;

    /** The secrets of all captures. */
    final Secrets secrets = new Secrets();

    /** Latest time of all packets. */
    long end = Split.NEVER;

    /** Whether the latest time before a packet is the time of the input there, in any order of the captures. */
    boolean isOrdered = true;

    private final JavaSparkContext spark;
    private final Broadcast<SerializableConfiguration> hadoop;
    private final Options options;

    /** The capture with the last packet of all: its latest time, and that before its last packet. */
    private long lastButOne = Split.NEVER;

    /** @param looks what their beginnings tell, in the order of the files */
    Plan(
            JavaSparkContext spark,
            Broadcast<SerializableConfiguration> hadoop,
            Options options,
            List<Input> inputs,
            List<Look> looks) {
        this.spark = spark;
        this.hadoop = hadoop;
        this.options = options;
        Map<String, Input> read = new HashMap<>();
        List<Chain> chains = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            names.add(inputs.get(i).name());
            Look look = looks.get(i);
            Input same =
                    options.isCase() && look.sha256() != null ? read.putIfAbsent(look.sha256(), inputs.get(i)) : null;
            chains.add(new Chain(i, inputs.get(i), look, same));
        }
        scan(chains);
        survey = options.isCase() ? survey(chains) : SensorSurvey.none(names, 0);
        chains.forEach(this::add);
        isOrdered &= lastButOne == Split.NEVER || end - lastButOne < DAY;
    }

    /** The splits of a capture and how far they are known to follow each other. */
    private final class Chain {
        private final List<Split> parts = new ArrayList<>();
        private final List<SplitScan> scans = new ArrayList<>();
        private final int capture;
        private final Input file;
        private final Look look;
        private final @Nullable Input same;
        private int known;

        /** @param same a file before it with the same bytes, or null */
        Chain(int capture, Input file, Look look, @Nullable Input same) {
            this.capture = capture;
            this.file = file;
            this.look = look;
            this.same = same;
            if (look.refused() == null && same == null) {
                if (look.isDivisible()) {
                    divide();
                } else {
                    parts.add(whole());
                }
            }
        }

        private Split whole() {
            return Split.of(capture, file.path(), null, new byte[0], 0, Long.MAX_VALUE, false);
        }

        private void divide() {
            Frames frames = look.frames();
            long size = frames == null ? file.bytes() : frames.end();
            long count = options.splits() > 0
                    ? options.splits()
                    : Math.max(1, (size + options.splitBytes() - 1) / options.splitBytes());
            long from = look.first();
            for (long i = 1; i <= count; i++) {
                long to = i == count ? Long.MAX_VALUE : place(frames, size * i / count);
                if (to > from) {
                    Frames part = frames == null ? null : frames.part(parts.isEmpty() ? 0 : from, to);
                    parts.add(Split.of(capture, file.path(), part, look.head(), from, to, !parts.isEmpty()));
                    from = to;
                }
            }
        }

        /** Where a split ends: at the end of a frame, if there are frames. */
        private static long place(@Nullable Frames frames, long wanted) {
            return frames == null ? wanted : frames.unpacked()[frames.frame(wanted)];
        }

        /** Checks the splits read so far; returns the index of the first that must be read again, or -1. */
        private int wrong() {
            while (known < scans.size()) {
                SplitScan before = known == 0 ? null : scans.get(known - 1);
                if (before != null && (before.isOver() || !before.isDivisible())) {
                    break;
                }
                boolean isFinal =
                        scans.get(known).failure() != null && !parts.get(known).guessed();
                if (before != null && !isFinal && !scans.get(known).follows(before.end(), before.endHead())) {
                    parts.set(known, parts.get(known).at(before.endHead(), before.end()));
                    return known;
                }
                known++;
            }
            SplitScan end = scans.get(known - 1);
            boolean isMisled = parts.get(0).frames() != null && (end.damage() != null || end.failure() != null);
            if (isMisled || parts.size() > 1 && !end.isDivisible()) {
                parts.clear();
                scans.clear();
                parts.add(whole());
                known = 0;
                return 0;
            }
            return -1;
        }
    }

    private void scan(List<Chain> chains) {
        List<Split> all = new ArrayList<>();
        chains.forEach(chain -> all.addAll(chain.parts));
        List<SplitScan> first = read(all);
        int next = 0;
        for (Chain chain : chains) {
            chain.scans.addAll(first.subList(next, next + chain.parts.size()));
            next += chain.parts.size();
        }
        for (List<Chain> wrong = wrong(chains); !wrong.isEmpty(); wrong = wrong(chains)) {
            List<SplitScan> again = read(
                    wrong.stream().map(chain -> chain.parts.get(chain.known)).toList());
            for (int i = 0; i < wrong.size(); i++) {
                Chain chain = wrong.get(i);
                if (chain.scans.isEmpty()) {
                    chain.scans.add(again.get(i));
                } else {
                    chain.scans.set(chain.known, again.get(i));
                }
            }
        }
    }

    private static List<Chain> wrong(List<Chain> chains) {
        return chains.stream()
                .filter(chain -> !chain.parts.isEmpty() && chain.wrong() >= 0)
                .toList();
    }

    private List<SplitScan> read(List<Split> some) {
        if (some.isEmpty()) {
            return List.of();
        }
        Broadcast<SerializableConfiguration> conf = hadoop;
        return spark.parallelize(some, tasks(spark, some.size()))
                .map(split -> SplitScan.of(split, conf.value().value()))
                .collect();
    }

    /** Number of tasks that read so many splits: small captures share one. */
    static int tasks(JavaSparkContext spark, int splits) {
        return Math.min(splits, Math.max(MOST_TASKS, 4 * spark.defaultParallelism()));
    }

    /** Compares the captures by the packets that several of them have. */
    private SensorSurvey survey(List<Chain> chains) {
        List<Split> all = new ArrayList<>();
        for (Chain chain : chains) {
            for (int i = 0; i < chain.known; i++) {
                all.add(chain.parts.get(i).read(chain.scans.get(i)));
            }
        }
        if (all.isEmpty()) {
            return SensorSurvey.none(names, 0);
        }
        int captures = names.size();
        long seed = new SecureRandom().nextLong();
        Broadcast<SerializableConfiguration> conf = hadoop;
        SensorSample sample = spark.parallelize(all, tasks(spark, all.size()))
                .mapPartitions(
                        splits -> List.of(sample(splits, captures, seed, conf)).iterator())
                .treeReduce(SensorSample::plus);
        return SensorSurvey.of(sample, names);
    }

    private static SensorSample sample(
            Iterator<Split> splits, int captures, long seed, Broadcast<SerializableConfiguration> hadoop) {
        SensorSample sample = new SensorSample(captures, seed);
        while (splits.hasNext()) {
            Split split = splits.next();
            try (PacketStream p =
                    SplitScan.open(split, split.from(), hadoop.value().value())) {
                while (p.number() < split.records() && p.position() < split.to() && p.next()) {
                    sample.add(p.bytes(), p.offset(), p.captured(), p.time(), p.linkType(), split.capture());
                }
            } catch (IOException e) {
                LOG.warn("{}: not compared with other captures: {}", split.path(), e.getMessage());
            }
        }
        return sample;
    }

    /** Adds the splits of a capture, now that it is known how they begin. */
    private void add(Chain chain) {
        if (chain.same != null) {
            files.add(ReadFile.left(
                    chain.file,
                    chain.look,
                    ReadFile.State.REPEATED,
                    "is the same file as " + chain.same.name() + "; read once"));
            return;
        }
        SplitCount count = SplitCount.NONE;
        long first = Long.MAX_VALUE;
        long clock = Split.NEVER;
        long butLast = Split.NEVER;
        Damage damage = null;
        String failure = null;
        Clock sensor = survey.clock(chain.capture);
        for (int i = 0; i < chain.known; i++) {
            SplitScan scan = chain.scans.get(i);
            SplitTimes times = scan.times().by(sensor);
            damage = scan.damage();
            failure = scan.failure();
            secrets.add(scan.secrets(), chain.capture, count.records());
            if (scan.count().records() > 0) {
                splits.add(chain.parts.get(i).read(scan).after(count.records(), clock, sensor));
            }
            if (times.last() != Split.NEVER) {
                isOrdered &= times.lag() <= LEAP && times.latest() < LATEST && clock - times.earliest() <= LEAP;
                first = Math.min(first, times.earliest());
                butLast = Math.max(clock, times.latestButLast());
                clock = Math.max(clock, times.latest());
            }
            count = count.plus(scan.count());
        }
        files.add(ReadFile.of(chain.file, chain.look, count, first, clock, damage, failure, sensor));
        if (clock > end) {
            lastButOne = Math.max(end, butLast);
            end = clock;
        } else {
            lastButOne = Math.max(lastButOne, clock);
        }
    }
}
