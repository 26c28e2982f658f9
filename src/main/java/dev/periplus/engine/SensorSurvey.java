package dev.periplus.engine;

import dev.periplus.answer.Amounts;
import dev.periplus.capture.Clock;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What the captures of several sensors have in common: how far their clocks were apart, which of them saw the packets of
 * another behind address translation, and which single capture holds the packets of two places.
 *
 * <p>How it works. Every capture is read once for a sample of its packets: those with the smallest hashes of what stays
 * the same on a packet's path ({@link SensorSample}), so that all sensors sample the same packets. The times of a
 * packet in two captures give a difference; where most differences of two captures agree, they give the clocks.
 */
public final class SensorSurvey implements Serializable {
    private static final long serialVersionUID = 1L;

    private static final long MILLISECOND = 1_000_000L;

    /** Clocks that are closer need no correction. */
    private static final long SAME_CLOCK = 100 * MILLISECOND;

    /** Differences that agree. */
    private static final long AGREE = 250 * MILLISECOND;

    /** Clocks that are further apart tell of other packets: a day, for a date or a time zone that is wrong. */
    private static final long LARGEST = 25 * 3_600_000L * MILLISECOND;

    /** By how much a translated packet is shifted behind its original, whichever sensor saw it first. */
    private static final long BEHIND = 20 * MILLISECOND;

    private static final int LEAST_COMMON = 16;
    private static final int MOST_PAIRS = 4096;

    /** What two captures have in common, or one with itself. */
    private record Pair(int one, int other, boolean translated) {}

    /** Of the packets that two captures have in common: when each had it, by their own clocks. */
    private static final class Common {
        private final List<long[]> times = new ArrayList<>();
        private int fromInside;

        /** Returns the clock of the other capture against that of the first; null if the differences do not agree. */
        @Nullable
        Clock clock() {
            if (times.size() < LEAST_COMMON) {
                return null;
            }
            times.sort(Comparator.comparingLong(pair -> pair[1]));
            int third = times.size() / 3;
            long early = median(times.subList(0, third));
            long late = median(times.subList(times.size() - third, times.size()));
            long at = times.get(third / 2)[1];
            long span = times.get(times.size() - 1 - third / 2)[1] - at;
            Clock drifting = new Clock(at, early, span <= 0 ? 0 : (double) (late - early) / span);
            Clock steady = new Clock(at, median(times), 0);
            Clock best = agreeing(drifting) > agreeing(steady) ? drifting : steady;
            return agreeing(best) * 2 >= times.size() && Math.abs(best.ahead()) <= LARGEST ? best : null;
        }

        private int agreeing(Clock clock) {
            int agreeing = 0;
            for (long[] pair : times) {
                agreeing += Math.abs(clock.corrected(pair[1]) - pair[0]) <= AGREE ? 1 : 0;
            }
            return agreeing;
        }

        private static long median(List<long[]> pairs) {
            long[] ahead = pairs.stream().mapToLong(pair -> pair[1] - pair[0]).toArray();
            Arrays.sort(ahead);
            return ahead[ahead.length / 2];
        }
    }

    private final List<String> paths;
    private final long seed;
    private final Clock[] clocks;

    /** By capture: the delay of the second copy of its packets, or -1 if it holds each once. */
    private final long[] copies;

    /** By capture: the capture that holds the originals of its translated packets, or -1. */
    private final int[] originals;

    private boolean anyTranslated;

    /** By capture: the capture by whose clock its own was corrected, or itself. */
    private final int[] references;

    private final long[] packets;

    /** By capture: whether its clock was compared with that of another. */
    private final boolean[] compared;

    private SensorSurvey(List<String> paths, long seed) {
        this.paths = List.copyOf(paths);
        this.seed = seed;
        clocks = new Clock[paths.size()];
        Arrays.fill(clocks, Clock.RIGHT);
        copies = new long[paths.size()];
        Arrays.fill(copies, -1);
        originals = new int[paths.size()];
        Arrays.fill(originals, -1);
        references = IntStream.range(0, paths.size()).toArray();
        packets = new long[paths.size()];
        compared = new boolean[paths.size()];
    }

    /**
     * Returns that nothing is known of any capture.
     *
     * @param seed as for {@link dev.periplus.decode.PacketIdentity}
     */
    public static SensorSurvey none(List<String> paths, long seed) {
        return new SensorSurvey(paths, seed);
    }

    /**
     * Compares captures by a sample of all their packets. What is sampled, and so the answer where captures disagree,
     * depends on its seed.
     */
    public static SensorSurvey of(SensorSample sample, List<String> paths) {
        SensorSurvey survey = new SensorSurvey(paths, sample.seed());
        Arrays.setAll(survey.packets, sample::packets);
        Map<Pair, Common> common = new HashMap<>();
        sample.groups(group -> survey.compare(group, common), group -> survey.compareTranslated(group, common));
        survey.conclude(common);
        return survey;
    }

    /** Notes the times of a packet that several captures hold once each, or one capture twice from different places. */
    private void compare(List<PacketSample.Taken> group, Map<Pair, Common> common) {
        for (int i = 1; i < group.size() && group.size() <= paths.size() + 1; i++) {
            PacketSample.Taken one = group.get(i - 1);
            PacketSample.Taken other = group.get(i);
            boolean copied = one.capture() == other.capture();
            if (!copied || one.extra() != other.extra() && group.size() == 2) {
                add(common, new Pair(one.capture(), other.capture(), false), one, other);
            }
        }
    }

    private void compareTranslated(List<PacketSample.Taken> group, Map<Pair, Common> common) {
        for (int i = 1; i < group.size() && group.size() <= paths.size(); i++) {
            PacketSample.Taken one = group.get(i - 1);
            PacketSample.Taken other = group.get(i);
            if (one.capture() != other.capture() && (one.extra() & ~1L) != (other.extra() & ~1L)) {
                add(common, new Pair(one.capture(), other.capture(), true), one, other);
                add(common, new Pair(other.capture(), one.capture(), true), other, one);
            }
        }
    }

    private static void add(Map<Pair, Common> common, Pair pair, PacketSample.Taken one, PacketSample.Taken other) {
        if (common.size() < MOST_PAIRS || common.containsKey(pair)) {
            Common times = common.computeIfAbsent(pair, made -> new Common());
            times.times.add(new long[] {one.time(), other.time()});
            times.fromInside += (int) (one.extra() & 1);
        }
    }

    private void conclude(Map<Pair, Common> common) {
        List<Map.Entry<Pair, Common>> most = new ArrayList<>(common.entrySet());
        most.sort(Comparator.comparing(
                        (Map.Entry<Pair, Common> entry) -> entry.getKey().translated())
                .thenComparingInt(entry -> -entry.getValue().times.size())
                .thenComparingInt(entry -> entry.getKey().one())
                .thenComparingInt(entry -> entry.getKey().other()));
        for (Map.Entry<Pair, Common> entry : most) {
            Pair pair = entry.getKey();
            Clock clock = entry.getValue().clock();
            if (clock == null) {
                continue;
            }
            if (pair.one() == pair.other()) {
                copies[pair.one()] = Math.max(0, clock.ahead());
            } else if (pair.translated()) {
                translated(pair, common, clock);
            } else {
                compared(pair, clock);
            }
        }
    }

    /** The capture of which more packets come from addresses inside holds the originals. */
    private void translated(Pair pair, Map<Pair, Common> common, Clock clock) {
        Common here = common.get(pair);
        Common back = common.get(new Pair(pair.other(), pair.one(), true));
        boolean original = here != null && back != null && here.fromInside > back.fromInside;
        if (original && originals[pair.other()] < 0 && !compared[pair.other()]) {
            originals[pair.other()] = pair.one();
            anyTranslated = true;
            correct(pair.one(), pair.other(), new Clock(clock.at(), clock.ahead() - BEHIND, clock.drift()));
        }
    }

    /** Corrects the clock that was not compared before; of two such, that of the capture with fewer packets. */
    private void compared(Pair pair, Clock clock) {
        boolean fewer = packets[pair.other()] <= packets[pair.one()];
        if (!compared[pair.other()] && (compared[pair.one()] || fewer)) {
            correct(pair.one(), pair.other(), clock);
        } else if (!compared[pair.one()]) {
            correct(pair.other(), pair.one(), new Clock(clock.corrected(clock.at()), -clock.ahead(), -clock.drift()));
        }
    }

    private void correct(int reference, int capture, Clock clock) {
        compared[reference] = true;
        compared[capture] = true;
        Clock of = clocks[reference];
        if (of == Clock.RIGHT && Math.abs(clock.ahead()) < SAME_CLOCK && originals[capture] < 0) {
            return;
        }
        references[capture] = reference;
        long before = clock.corrected(clock.at());
        clocks[capture] =
                new Clock(clock.at(), clock.ahead() + before - of.corrected(before), clock.drift() + of.drift());
    }

    /** By which packets are compared. */
    long seed() {
        return seed;
    }

    /** The clock of a capture, by which its times are corrected. */
    public Clock clock(int capture) {
        return clocks[capture];
    }

    /** The delay of the second copy of a capture's packets, in nanoseconds; -1 if it holds each once. */
    long copies(int capture) {
        return copies[capture];
    }

    /** The capture that holds the originals of this one's translated packets; -1 if there is none. */
    int original(int capture) {
        return originals[capture];
    }

    /** Whether a capture holds what another saw behind address translation. */
    public boolean anyTranslated() {
        return anyTranslated;
    }

    /** Whether captures may hold a packet twice: several of them, or one with the packets of two places. */
    public boolean anyDuplicates() {
        return compared.length > 1 || copies.length > 0 && copies[0] >= 0;
    }

    /** Sentences on what the captures have in common, for people. */
    List<String> notes(Duplicates counted) {
        List<String> notes = new ArrayList<>();
        for (int i = 0; i < clocks.length; i++) {
            int other = references[i];
            if (copies[i] >= 0 && counted.copies(i) > 0) {
                notes.add(paths.get(i) + " holds " + Amounts.count(counted.copies(i), "packet") + " twice, "
                        + seconds(copies[i]) + " apart, from two places on their path; counted once");
            }
            if (other == i) {
                continue;
            }
            long ahead = clocks[i].ahead() + (originals[i] < 0 ? 0 : BEHIND);
            long shared = originals[i] < 0 ? counted.common(i, other) : counted.duplicates(i);
            if (Math.abs(ahead) >= SAME_CLOCK) {
                notes.add(paths.get(i) + " is " + seconds(Math.abs(ahead)) + (ahead < 0 ? " behind " : " ahead of ")
                        + paths.get(other) + ", " + Amounts.count(shared, "packet")
                        + " in common; its times are corrected");
            }
            if (originals[i] >= 0) {
                notes.add(paths.get(i) + " holds " + Amounts.count(shared, "packet") + " of " + paths.get(other)
                        + " behind address translation (same sequence numbers and payload, other addresses); counted"
                        + " once");
            }
        }
        return notes;
    }

    private static String seconds(long nanos) {
        return nanos < SAME_CLOCK
                ? String.format(Locale.ROOT, "%.1f ms", nanos / 1e6)
                : String.format(Locale.ROOT, "%,.3f s", nanos / 1e9);
    }
}
