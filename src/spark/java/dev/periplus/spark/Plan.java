package dev.periplus.spark;

import dev.periplus.capture.PacketStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;

/**
 * The splits of a read, each of which begins at a record.
 *
 * <p>How it works. A capture is cut anywhere. Every split but the first guesses where its first record begins, and all
 * are read once, for the headers of their records only. A split that does not begin where the one before it ends was
 * wrong, and is read again from there. So the splits hold the packets of a sequential reading, whatever the payload
 * says; a good guess only saves time.
 */
final class Plan {
    /** What the clock of the ring believes at once; see {@code InputClock}. */
    private static final long LEAP = 60_000_000_000L;

    private static final int MOST_TASKS = 64;
    private static final long DAY = 86_400_000_000_000L;
    private static final long LATEST = Long.MAX_VALUE / 2;

    final List<String> names = new ArrayList<>();
    final List<Split> splits = new ArrayList<>();

    /** Files that could not be read, with the reason. */
    final List<String> problems = new ArrayList<>();

    /** Latest time of all packets. */
    long end = Split.NEVER;

    /** Whether the latest time before a packet is the time of the input there, in any order of the captures. */
    boolean isOrdered = true;

    private final JavaSparkContext spark;
    private final Broadcast<SerializableConfiguration> hadoop;
    private final Options options;

    /** The capture with the last packet of all: its latest time, and that before its last packet. */
    private long lastButOne = Split.NEVER;

    Plan(JavaSparkContext spark, Broadcast<SerializableConfiguration> hadoop, Options options) throws IOException {
        this.spark = spark;
        this.hadoop = hadoop;
        this.options = options;
        List<Chain> chains = new ArrayList<>();
        for (FileStatus file : files()) {
            names.add(name(file.getPath()));
            chains.add(new Chain(names.size() - 1, file));
        }
        scan(chains);
        chains.forEach(this::add);
        isOrdered &= lastButOne == Split.NEVER || end - lastButOne < DAY;
    }

    /** Files in the order of their names; those of a folder are its captures, at any depth. */
    private List<FileStatus> files() throws IOException {
        TreeMap<String, FileStatus> found = new TreeMap<>();
        Configuration conf = hadoop.value().value();
        for (String part : options.path().split(",")) {
            Path pattern = new Path(part.strip());
            FileSystem system = pattern.getFileSystem(conf);
            FileStatus[] matches = system.globStatus(pattern);
            if (matches == null || matches.length == 0) {
                throw new IOException(part + ": no such file");
            }
            for (FileStatus match : matches) {
                gather(system, match, found);
            }
        }
        return List.copyOf(found.values());
    }

    private static void gather(FileSystem system, FileStatus file, TreeMap<String, FileStatus> into)
            throws IOException {
        if (file.isFile()) {
            into.put(file.getPath().toString(), file);
            return;
        }
        for (FileStatus inside : system.listStatus(file.getPath())) {
            gather(system, inside, into);
        }
    }

    /** The path as replay names it: without the scheme of local files. */
    private static String name(Path path) {
        boolean local =
                path.toUri().getScheme() == null || path.toUri().getScheme().equals("file");
        return local ? path.toUri().getPath() : path.toString();
    }

    /** The splits of a capture and how far they are known to follow each other. */
    private final class Chain {
        private final List<Split> parts = new ArrayList<>();
        private final List<SplitScan> scans = new ArrayList<>();
        private final int capture;
        private final FileStatus file;
        private int known;

        Chain(int capture, FileStatus file) {
            this.capture = capture;
            this.file = file;
            String path = file.getPath().toString();
            try (PacketStream packets =
                    SplitScan.open(whole(), 0, hadoop.value().value())) {
                packets.skipHead();
                if (packets.isDivisible()) {
                    divide(path, packets.head(), packets.position());
                } else {
                    parts.add(whole());
                }
            } catch (IOException e) {
                problems.add(name(file.getPath()) + ": " + e.getMessage());
            }
        }

        private Split whole() {
            return new Split(capture, file.getPath().toString(), new byte[0], 0, Long.MAX_VALUE, false, 0, Split.NEVER);
        }

        private void divide(String path, byte[] head, long first) {
            long size = file.getLen();
            long count = options.splits() > 0
                    ? options.splits()
                    : Math.max(1, (size + options.splitBytes() - 1) / options.splitBytes());
            for (long i = 0; i < count; i++) {
                long from = i == 0 ? first : Math.max(first, size * i / count);
                long to = i == count - 1 ? Long.MAX_VALUE : Math.max(first, size * (i + 1) / count);
                parts.add(new Split(capture, path, head, from, to, i > 0, 0, Split.NEVER));
            }
        }

        /** Checks the splits read so far; returns the index of the first that must be read again, or -1. */
        private int wrong() {
            while (known < scans.size()) {
                SplitScan before = known == 0 ? null : scans.get(known - 1);
                if (before != null && (before.isOver() || !before.isDivisible())) {
                    break;
                }
                if (before != null && !scans.get(known).follows(before.end(), before.endHead())) {
                    parts.set(known, parts.get(known).at(before.endHead(), before.end(), 0, Split.NEVER));
                    return known;
                }
                known++;
            }
            if (parts.size() > 1 && !scans.get(known - 1).isDivisible()) {
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

    /** Adds the splits of a capture, now that it is known how they begin. */
    private void add(Chain chain) {
        long number = 0;
        long clock = Split.NEVER;
        long butLast = Split.NEVER;
        for (int i = 0; i < chain.known; i++) {
            SplitScan scan = chain.scans.get(i);
            SplitTimes times = scan.times();
            String failure = scan.failure();
            if (failure != null) {
                problems.add(names.get(chain.capture) + ": " + failure);
            }
            if (scan.packets() > 0) {
                splits.add(chain.parts.get(i).at(scan.head(), scan.from(), number, clock));
            }
            if (times.last() != Split.NEVER) {
                isOrdered &= times.lag() <= LEAP && times.latest() < LATEST && clock - times.earliest() <= LEAP;
                butLast = Math.max(clock, times.latestButLast());
                clock = Math.max(clock, times.latest());
            }
            number += scan.packets();
        }
        if (clock > end) {
            lastButOne = Math.max(end, butLast);
            end = clock;
        } else {
            lastButOne = Math.max(lastButOne, clock);
        }
    }
}
