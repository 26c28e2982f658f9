package dev.periplus.correlate;

import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.HostFacts;
import dev.periplus.classify.Heard;
import dev.periplus.flow.Flow;
import dev.periplus.flow.FlowEnd;
import dev.periplus.memory.Memory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Adds evidence across flows and settles the verdict of every flow.
 *
 * <p>How it works. Shards hand over flows that have ended and announcements, in any order, and say up to which time
 * they have handed over all. The correlator takes both in the order of time: an announcement when it was heard, a flow
 * when it was surely over, and lets go what waits in between when its time has come. So its answer does not depend on
 * how many producers there are, on one machine or on several, nor on how much they hand over at once. A flow first gets the evidence of announcements, and what it shows
 * about its hosts is remembered. Then each {@link Correlation} may hold it until other flows have shown enough, or the
 * input ends. A flow that none of them holds is settled ({@link Settler}): its evidence is weighed once, its verdict is
 * compared with the registration of its port, and its record is handed on. If its bytes could not identify it, it is
 * weighed again with the protocol that other flows proved on the same server port. That is all that a record needs of
 * records before it, so threads may settle flows by parts of server ports.
 */
public final class Correlator implements AutoCloseable {
    /** Flows taken per call, so that a burst of ended flows does not hold up the shards; more if too many wait. */
    private static final int AT_ONCE = 64;

    private static final int MOST_OVER = Memory.scaled(1 << 14);
    private static final int MOST_NOT_DUE = Memory.scaled(1 << 16);
    private static final int MOST_HEARD = Memory.scaled(1 << 16);
    static final long NEVER = Long.MIN_VALUE / 2;

    private final AtomicReference<@Nullable Settling> next = new AtomicReference<>();
    private Settling settling;
    private final CorrelateSettings settings;

    private final TimeQueue<Flow> over = new TimeQueue<>(FlowOrder.BY_END);
    private final TimeQueue<Heard> heard = new TimeQueue<>(FlowOrder.AS_HEARD);
    private final DecodeAs[] decodeAs;
    private final Consumer<Flow> settle = this::settle;
    private final Consumer<Flow> join = this::join;
    private final Supplier<List<FlowWitness>> witnesses;

    /** The settling rules for further threads. */
    private List<Settling> others;

    private final LongAdder failures = new LongAdder();
    private long number;
    private long clock = NEVER;
    private @Nullable Input input;

    public Correlator(Settling settling, CorrelateSettings settings) {
        this(settling, settings, List::of, 0);
    }

    /**
     * @param witnesses makes the correlations from outside, for each input
     * @param threads that settle flows; 0 to settle them on the thread of the caller
     */
    public Correlator(
            Settling settling, CorrelateSettings settings, Supplier<List<FlowWitness>> witnesses, int threads) {
        others = others(settling, threads);
        this.witnesses = witnesses;
        this.settling = settling;
        this.settings = settings;
        decodeAs = settings.decodeAs().toArray(DecodeAs[]::new);
    }

    /** Replaces the settling rules, from the next call of {@link #upTo} on. May be called from any thread. */
    public void use(Settling better) {
        next.set(better);
    }

    private static List<Settling> others(Settling settling, int threads) {
        return Stream.generate(settling::another).limit(threads).toList();
    }

    /**
     * Begins an input: flows that are correlated with each other.
     *
     * @param captureName path of a capture by its index
     * @param out receives the records: flows that end before the input does, in the order of their ends; then the rest,
     *     in the order of their first packets
     * @param hosts receives what is known of the hosts, after the last record
     */
    public void begin(IntFunction<String> captureName, Consumer<FlowRecord> out, Consumer<HostFacts> hosts) {
        begin(RecordMaking.of(settling, others, captureName, out), captureName, hosts);
    }

    /**
     * Begins an input whose records tasks make.
     *
     * @param packing packs the flows that are due, for the tasks
     */
    public void begin(DuePacking packing, IntFunction<String> captureName, Consumer<HostFacts> hosts) {
        begin((RecordMaking) packing, captureName, hosts);
    }

    /** Begins an input whose records tasks make and this thread makes too. */
    public void begin(
            DuePacking packing, IntFunction<String> captureName, Consumer<FlowRecord> out, Consumer<HostFacts> hosts) {
        RecordMaking here = RecordMaking.of(settling, others, captureName, out);
        begin(new BothMaking(packing, here), captureName, hosts);
    }

    void begin(RecordMaking making, IntFunction<String> captureName, Consumer<HostFacts> hosts) {
        close();
        over.clear();
        heard.clear();
        clock = NEVER;
        HostFacts facts = new HostFacts(captureName);
        input = new Input(settling, settings, making, facts, hosts, witnesses.get(), failures);
    }

    /** What correlations from outside threw; any thread. */
    public long failures() {
        return failures.sum();
    }

    /** Same, for callers that want flows only. */
    public void begin(IntFunction<String> captureName, Consumer<FlowRecord> out) {
        begin(captureName, out, known -> {});
    }

    /** Receives ended flows, and announcements made so far. */
    public void over(List<Flow> flows, List<Heard> announced) {
        heard.addAll(announced);
        over.addAll(flows);
    }

    /**
     * All flows that were {@link Flow#overAt over} before this time have arrived. Takes some of them; later calls take
     * the rest.
     */
    public void upTo(long clock) {
        Settling better = next.getAndSet(null);
        if (better != null) {
            settling = better;
            others = others(better, others.size());
            input().making.use(better, others);
        }
        this.clock = Math.max(this.clock, clock);
        settleWaitingIfDue(clock);
        take(clock, AT_ONCE);
        input().making.pulse();
    }

    /** Takes what is due, in the order of time; of the flows no more than this, unless too many wait. */
    private void take(long clock, int most) {
        int taken = 0;
        for (Flow first = over.first(); first != null && isDue(first, clock); first = over.first()) {
            if (taken++ == most && over.size() <= MOST_OVER) {
                return;
            }
            over.removeFirst();
            if (first.endReason() != FlowEnd.EVICTED) {
                advance(first.overAt());
            }
            observe(first.overAt());
            receive(first);
        }
        advance(clock);
        observe(clock - 1);
    }

    /** Lets go what has waited long enough before this time, in the order in which its time came. */
    private void advance(long clock) {
        Halves halves = input().halves;
        RecentFlows recent = input().recent;
        for (long due = halves.due(); Math.min(due, recent.due()) < clock; due = halves.due()) {
            observe(Math.min(due, recent.due()));
            if (due <= recent.due()) {
                halves.release(join);
            } else {
                recent.release();
            }
        }
    }

    /** Takes a flow, or its directions together once both have come. */
    private void receive(Flow flow) {
        Halves halves = input().halves;
        Flow whole = halves.mayWait(flow) ? halves.take(flow, join) : flow;
        if (whole != null) {
            join(whole);
        }
    }

    /** Takes a flow, unless it is a part or a copy of one that was taken before. */
    private void join(Flow flow) {
        if (!input().recent.join(flow)) {
            take(flow);
        }
    }

    /** Evicted flows and floods of flows that end at one time are due whatever the clock, which may stand still. */
    private boolean isDue(Flow first, long clock) {
        return first.overAt() < clock || first.endReason() == FlowEnd.EVICTED || over.size() > MOST_NOT_DUE;
    }

    /** Processes the announcements that were heard up to this time, and earlier if too many wait. */
    private void observe(long until) {
        Input current = input();
        for (Heard first = heard.first();
                first != null && (first.clock() <= until || heard.size() > MOST_HEARD);
                first = heard.first()) {
            heard.removeFirst();
            first.announcement().to(current);
        }
    }

    private void settleWaitingIfDue(long clock) {
        Input current = input();
        if (current.settled == NEVER) {
            current.settled = clock;
        } else if (clock - current.settled >= settings.patienceNanos()) {
            current.settled = clock;
            settleWaiting(current);
        }
    }

    private void settleWaiting(Input current) {
        for (Correlation correlation : current.correlations) {
            correlation.settle(settle);
        }
    }

    /** All flows have arrived: settles the rest. */
    public void end() {
        Input ending = input();
        take(clock, Integer.MAX_VALUE);
        observe(Long.MAX_VALUE);
        List<Flow> last = new ArrayList<>();
        ending.last = last;
        List<Flow> rest = over.removeAll();
        rest.sort(FlowOrder.BY_FIRST_PACKET);
        rest.forEach(ending.halves::note);
        rest.forEach(this::receive);
        ending.halves.end(join);
        settleWaiting(ending);
        ending.recent.end();
        last.sort(FlowOrder.BY_FIRST_PACKET);
        for (Flow flow : last) {
            ending.settle(flow, ++number);
        }
        ending.making.end();
        ending.hosts.accept(ending.facts);
        input = null;
    }

    /** Gives up an input that has not ended. */
    @Override
    public void close() {
        Input left = input;
        if (left != null) {
            left.making.close();
            input = null;
        }
    }

    private Input input() {
        if (input == null) {
            throw new IllegalStateException("begin was not called");
        }
        return input;
    }

    private void take(Flow flow) {
        Input current = input();
        boolean announced = current.announced.apply(flow);
        current.directions.revise(flow, announced);
        for (DecodeAs said : decodeAs) {
            if (said.covers(flow)) {
                current.state.add(flow, said.evidence());
            }
        }
        current.state.observe(flow);
        for (Correlation correlation : current.correlations) {
            if (correlation.take(flow, settle)) {
                return;
            }
        }
        settle(flow);
    }

    private void settle(Flow flow) {
        Input current = input();
        if (current.last == null) {
            current.settle(flow, ++number);
        } else {
            current.last.add(flow);
        }
    }
}
