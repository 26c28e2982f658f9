package dev.periplus.correlate;

import dev.periplus.answer.Evidence;
import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.HostFacts;
import dev.periplus.classify.Announcement;
import dev.periplus.classify.FlowAnnouncement;
import dev.periplus.classify.Heard;
import dev.periplus.classify.HostAnnouncement;
import dev.periplus.classify.InspectionResult;
import dev.periplus.classify.InspectionState;
import dev.periplus.classify.NameAnnouncement;
import dev.periplus.classify.RefusalAnnouncement;
import dev.periplus.flow.Flow;
import dev.periplus.flow.FlowEnd;
import dev.periplus.memory.Memory;
import dev.periplus.rule.RuleSet;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Adds evidence across flows and settles the verdict of every flow.
 *
 * <p>How it works. Shards hand over flows that have ended and announcements, in any order, and say up to which time
 * they have handed over all. The correlator takes both in the order of time: an announcement when it was heard, a flow
 * when it was surely over, and lets go what waits in between when its time has come. So its answer does not depend on
 * how many producers there are, on one machine or on several, nor on how much they hand over at once. A flow first gets the evidence of announcements, and what it shows
 * about its hosts is remembered. Then each {@link Correlation} may hold it until other flows have shown enough, or the
 * input ends. A flow that none of them holds is settled: its evidence is weighed once, its verdict is compared with the
 * registration of its port, and its record is handed on. If its bytes could not identify it, it is weighed again with
 * the protocol that other flows proved on the same server port.
 */
public final class Correlator {
    /** Flows taken per call, so that a burst of ended flows does not hold up the shards; more if too many wait. */
    private static final int AT_ONCE = 64;

    private static final int MOST_OVER = Memory.scaled(1 << 14);
    private static final int MOST_NOT_DUE = Memory.scaled(1 << 16);
    private static final int MOST_HEARD = Memory.scaled(1 << 16);
    private static final long NEVER = Long.MIN_VALUE / 2;

    private final AtomicReference<@Nullable Settling> next = new AtomicReference<>();
    private Settling settling;
    private final CorrelateSettings settings;

    private final PriorityQueue<Flow> over = new PriorityQueue<>(FlowOrder.BY_END);
    private final PriorityQueue<Heard> heard = new PriorityQueue<>(FlowOrder.AS_HEARD);
    private final DecodeAs[] decodeAs;
    private final Consumer<Flow> settle = this::settle;
    private final Consumer<Flow> join = this::join;
    private final Supplier<List<FlowWitness>> witnesses;
    private final LongAdder failures = new LongAdder();
    private long number;
    private long clock = NEVER;
    private @Nullable Input input;

    public Correlator(Settling settling, CorrelateSettings settings) {
        this(settling, settings, List::of);
    }

    /** @param witnesses makes the correlations from outside, for each input */
    public Correlator(Settling settling, CorrelateSettings settings, Supplier<List<FlowWitness>> witnesses) {
        this.witnesses = witnesses;
        this.settling = settling;
        this.settings = settings;
        decodeAs = settings.decodeAs().toArray(DecodeAs[]::new);
    }

    /** Replaces the settling rules, from the next call of {@link #upTo} on. May be called from any thread. */
    public void use(Settling better) {
        next.set(better);
    }

    /** State of one input. */
    private static final class Input implements Announcement.Taker<RuntimeException> {
        private final RecordMaking making;
        private final CorrelationState state;
        private final AnnouncedFlows announced;
        private final Directions directions;
        private final AnsweredNames names = new AnsweredNames();
        private final HostFacts facts;
        private final Consumer<HostFacts> hosts;
        private final Halves halves;
        private final RecentFlows recent;
        private final Refusals refusals = new Refusals();
        private final Scans scans = new Scans();
        private final Correlation[] correlations;

        private long settled = NEVER;

        /** Flows settled at the end of the input; null until then. */
        private @Nullable List<Flow> last;

        Input(
                RuleSet rules,
                Directions directions,
                CorrelateSettings settings,
                RecordMaking making,
                HostFacts facts,
                Consumer<HostFacts> hosts,
                RecentFlows recent,
                List<FlowWitness> witnesses,
                LongAdder failures) {
            this.hosts = hosts;
            this.facts = facts;
            this.making = making;
            this.recent = recent;
            halves = new Halves(settings.patienceNanos());
            state = new CorrelationState(rules);
            this.directions = directions;
            announced = new AnnouncedFlows(state);
            correlations = witnesses.isEmpty()
                    ? new Correlation[] {new Framehawk(state, settings), new Hdx(state), scans}
                    : new Correlation[] {
                        new Witnesses(state, witnesses, failures), new Framehawk(state, settings), new Hdx(state), scans
                    };
        }

        @Override
        public void take(FlowAnnouncement flow) {
            announced.observe(flow);
        }

        @Override
        public void take(NameAnnouncement name) {
            names.observe(name);
        }

        @Override
        public void take(RefusalAnnouncement refusal) {
            refusals.observe(refusal);
        }

        @Override
        public void take(HostAnnouncement fact) {
            facts.add(fact.fact());
        }
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
        over.clear();
        heard.clear();
        clock = NEVER;
        RuleSet rules = settling.rules();
        RecordMaking making = new DirectMaking(new Settler(settling, rules, captureName), out);
        RecentFlows recent = new RecentFlows(settings.patienceNanos(), new RecentFlows.Maker() {
            @Override
            public void again(DueRecord due, InspectionResult result) {
                making.drop(due);
                DueRecord whole = due(input(), due.number, due.flow, result, List.of(), null);
                making.settle(whole);
                making.release(whole);
            }

            @Override
            public void release(DueRecord due) {
                making.release(due);
            }

            @Override
            public void await(DueRecord due) {
                making.await(due);
            }
        });
        HostFacts facts = new HostFacts(captureName).with(settling.places());
        input = new Input(
                rules, new Directions(settling), settings, making, facts, hosts, recent, witnesses.get(), failures);
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
            input().making.use(better);
        }
        this.clock = Math.max(this.clock, clock);
        settleWaitingIfDue(clock);
        take(clock, AT_ONCE);
        input().making.pulse();
    }

    /** Takes what is due, in the order of time; of the flows no more than this, unless too many wait. */
    private void take(long clock, int most) {
        int taken = 0;
        for (Flow first = over.peek(); first != null && isDue(first, clock); first = over.peek()) {
            if (taken++ == most && over.size() <= MOST_OVER) {
                return;
            }
            over.remove();
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
        for (Heard first = heard.peek();
                first != null && (first.clock() <= until || heard.size() > MOST_HEARD);
                first = heard.peek()) {
            heard.remove();
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
        List<Flow> rest = new ArrayList<>(over);
        over.clear();
        rest.sort(FlowOrder.BY_FIRST_PACKET);
        rest.forEach(ending.halves::note);
        rest.forEach(this::receive);
        ending.halves.end(join);
        settleWaiting(ending);
        ending.recent.end();
        last.sort(FlowOrder.BY_FIRST_PACKET);
        for (Flow flow : last) {
            hand(ending, flow);
        }
        ending.making.end();
        ending.hosts.accept(ending.facts);
        input = null;
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
            hand(current, flow);
        } else {
            current.last.add(flow);
        }
    }

    private void hand(Input current, Flow flow) {
        List<String> names = current.names.of(flow);
        String refusal = current.refusals.of(flow);
        DueRecord due = due(current, ++number, flow, InspectionState.of(flow), names, refusal);
        flow.inspection(null);
        current.making.settle(due);
        if (!current.recent.withholds(due)) {
            current.making.release(due);
        }
    }

    private static DueRecord due(
            Input current,
            long number,
            Flow flow,
            InspectionState found,
            List<String> names,
            @Nullable String refusal) {
        List<Evidence> added = current.state.added(flow);
        return new DueRecord(number, flow, found, names, refusal, added, current.scans.targetsOf(flow));
    }
}
