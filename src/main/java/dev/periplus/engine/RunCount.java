package dev.periplus.engine;

import dev.periplus.answer.Count;
import dev.periplus.answer.Counter;
import dev.periplus.answer.Counters;
import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.FlowTaker;
import dev.periplus.answer.HostFacts;
import dev.periplus.answer.RunSummary;
import dev.periplus.answer.RunSummary.CaptureRead;
import dev.periplus.answer.Verdict;
import dev.periplus.capture.CaptureOutcome;
import dev.periplus.capture.Drops;
import dev.periplus.decode.LinkType;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Counts records as they pass, and combines all counters of the run at the end. */
public final class RunCount implements RecordTaker {
    private static final List<Counter> MAKE_PARTIAL = List.of(
            Counter.KERNEL_DROPPED,
            Counter.INTERFACE_DROPPED,
            Counter.INTERFACE_OUTAGES,
            Counter.RING_DROPPED,
            Counter.PACKETS_TOO_LONG,
            Counter.FLOWS_EVICTED,
            Counter.FLOWS_NOT_FOLLOWED,
            Counter.RECORDS_REFUSED,
            Counter.RECORDS_DROPPED);

    private final Predicate<FlowRecord> wanted;
    private final FlowTaker next;
    private final long[] unknown = new long[Verdict.Unknown.values().length];
    private long flows;
    private long labelled;
    private long active;
    private long notShown;
    private long factsLeft;
    private long copied;
    private boolean partial;
    private boolean unreadable;

    /**
     * Creates a counter.
     *
     * @param wanted selects the records to pass on; the others are only counted
     */
    public RunCount(Predicate<FlowRecord> wanted, FlowTaker next) {
        this.wanted = wanted;
        this.next = next;
    }

    @Override
    public void goesOn(FlowRecord record) {
        active++;
        if (wanted.test(record)) {
            next.goesOn(record);
        }
    }

    @Override
    public void flow(FlowRecord record) {
        flows++;
        copied += record.flow().copies().size();
        Verdict.Unknown why = record.verdict().unknownBecause();
        if (why == null) {
            labelled++;
        } else {
            unknown[why.ordinal()]++;
        }
        if (wanted.test(record)) {
            next.flow(record);
        } else {
            notShown++;
        }
    }

    @Override
    public void hosts(HostFacts known) {
        factsLeft += known.left();
        if (notShown > 0) {
            known.ofSomeFlows();
        }
        next.hosts(known);
    }

    /**
     * Combines all counters of the run, which ends now.
     *
     * @param rules number of known protocols
     * @param packets counters of packets
     * @param path counters from {@link PacketPath#counters}
     * @param elapsed nanoseconds
     */
    public RunSummary summary(int rules, List<CaptureRead> captures, Counters packets, Counters path, long elapsed) {
        Counters counters = packets.plus(flowCounters()).plus(path);
        partial = MAKE_PARTIAL.stream().anyMatch(counter -> counters.get(counter) > 0);
        unreadable = isUnreadable(counters);
        long made = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
        return new RunSummary(Version.text(), rules, captures, counters, elapsed, made, null, null);
    }

    private static boolean isUnreadable(Counters counters) {
        long packets = counters.get(Counter.PACKETS);
        long undecoded = counters.get(Counter.PACKETS_UNSUPPORTED) + counters.get(Counter.PACKETS_MALFORMED);
        return packets > 0 && undecoded == packets;
    }

    private Counters flowCounters() {
        List<Count> counts = new ArrayList<>();
        counts.add(Counter.FLOWS.count(flows));
        counts.add(Counter.FLOWS_LABELLED.count(labelled));
        for (Verdict.Unknown why : Verdict.Unknown.values()) {
            counts.add(Counter.FLOWS_UNKNOWN.count(why.id(), unknown[why.ordinal()]));
        }
        if (notShown > 0) {
            counts.add(Counter.FLOWS_NOT_SHOWN.count(notShown));
        }
        if (factsLeft > 0) {
            counts.add(Counter.HOST_FACTS_LEFT.count(factsLeft));
        }
        if (copied > 0) {
            counts.add(Counter.FLOWS_COPIED.count(copied));
        }
        if (active > 0) {
            counts.add(Counter.FLOWS_REPORTED_ACTIVE.count(active));
        }
        return new Counters(counts);
    }

    /** Returns the summaries of captures, in the order of their outcomes. */
    public static List<CaptureRead> read(List<CaptureOutcome> outcomes) {
        return outcomes.stream().map(outcome -> read(outcome, null)).toList();
    }

    /**
     * Returns the summary of a capture.
     *
     * @param sha256 digest of the capture, or null
     */
    public static CaptureRead read(CaptureOutcome outcome, @Nullable String sha256) {
        return new CaptureRead(
                outcome.path(),
                outcome.format(),
                outcome.packets(),
                outcome.bytes(),
                outcome.firstTime(),
                outcome.lastTime(),
                problem(outcome),
                outcome.damage() == null ? -1 : outcome.damage().offset(),
                sha256);
    }

    /** What is wrong with a capture: also that nothing in it could be decoded. */
    private static @Nullable String problem(CaptureOutcome outcome) {
        String problem = outcome.problem();
        if (problem != null
                || outcome.packets() == 0
                || outcome.linkTypes().stream().anyMatch(LinkType::isRead)) {
            return problem;
        }
        return "no packet could be decoded: "
                + outcome.linkTypes().stream().map(PathCounters::linkType).collect(Collectors.joining(", "));
    }

    /** Returns the packet counters of a run over captures. */
    public static Counters packets(List<CaptureOutcome> outcomes, PacketPath path) {
        return Counters.of(
                        Counter.PACKETS_READ.count(sum(outcomes, CaptureOutcome::packets)),
                        Counter.PACKETS_FILTERED.count(sum(outcomes, CaptureOutcome::filtered)),
                        Counter.REPORTED_DROPS.count(sum(outcomes, CaptureOutcome::reportedDrops)),
                        Counter.PACKETS_TOO_LONG.count(sum(outcomes, CaptureOutcome::skipped)))
                .plus(path.packets());
    }

    /** Returns the packet counters of a live run: packets received are decoded, dropped or queued. */
    public static Counters packets(Drops drops, PacketPath path) {
        long ring = path.ringDropped() + drops.unbuffered();
        Counters decoded = path.packets();
        long queued = drops.received() - drops.kernelDropped() - ring - decoded.get(Counter.PACKETS);
        return Counters.of(
                        Counter.RECEIVED.count(drops.received()),
                        Counter.KERNEL_DROPPED.count(drops.kernelDropped()),
                        Counter.RING_DROPPED.count(ring),
                        Counter.INTERFACE_DROPPED.count(drops.interfaceDropped()),
                        Counter.INTERFACE_OUTAGES.count(drops.outages()),
                        Counter.QUEUED.count(Math.max(0, queued)))
                .plus(decoded)
                .plus(Counters.of(Counter.FLOWS_OPEN.count(path.openFlows())));
    }

    private static long sum(List<CaptureOutcome> outcomes, ToLongFunction<CaptureOutcome> of) {
        return outcomes.stream().mapToLong(of).sum();
    }

    /** Whether there were packets and not one of them could be decoded; known once the summary is made. */
    public boolean unreadable() {
        return unreadable;
    }

    /** Whether packets were dropped or flows evicted; known once the summary is made. */
    public boolean partial() {
        return partial;
    }
}
