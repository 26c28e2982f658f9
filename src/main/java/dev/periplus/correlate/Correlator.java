package dev.periplus.correlate;

import dev.periplus.answer.Evidence;
import dev.periplus.answer.FlowRecord;
import dev.periplus.classify.Announcement;
import dev.periplus.classify.FlowAnnouncement;
import dev.periplus.classify.InspectionResult;
import dev.periplus.classify.InspectionState;
import dev.periplus.classify.NameAnnouncement;
import dev.periplus.flow.Flow;
import dev.periplus.rule.RuleSet;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Has the last word on every flow.
 *
 * <p>How it works. Flows come from the shards once they are over, and are taken in the order of their ends, which does not
 * depend on how many shards there are. Each is first named by what was announced of it, and what it shows of its hosts is
 * remembered; then each {@link Correlation} may keep it until other flows have shown enough, or the input ends. What none
 * keeps is settled: its evidence is weighed once, its verdict is held against what its port is registered for, and the
 * record is handed on. Where its bytes could show nothing, it is weighed again with what its server's port is known to
 * speak.
 */
public final class Correlator {
    /** Many flows may end at once: no more are taken at a time, unless too many wait, so that the shards need not. */
    private static final int AT_ONCE = 64;

    private static final int MOST_OVER = 1 << 14;
    private static final long NEVER = Long.MIN_VALUE / 2;

    private final AtomicReference<@Nullable Settling> next = new AtomicReference<>();
    private Settling settling;
    private final CorrelateSettings settings;

    private final PriorityQueue<Flow> over = new PriorityQueue<>(Order.BY_END);
    private final List<Announcement> heard = new ArrayList<>();
    private long number;
    private @Nullable Input input;

    public Correlator(Settling settling, CorrelateSettings settings) {
        this.settling = settling;
        this.settings = settings;
    }

    /** From the next flows on they are settled so; any thread. */
    public void use(Settling better) {
        next.set(better);
    }

    /** What is known of the flows of one input. */
    private static final class Input implements Announcement.Taker<RuntimeException> {
        private final IntFunction<String> captureName;
        private final Consumer<FlowRecord> out;
        private final Traffic traffic;
        private final Announced announced;
        private final Names names = new Names();
        private final Endpoints endpoints;
        private final Scans scans = new Scans();
        private final List<Correlation> correlations;

        private long settled = NEVER;

        /** Flows that are settled at the end, null before it. */
        private @Nullable List<Flow> last;

        Input(RuleSet rules, CorrelateSettings settings, IntFunction<String> captureName, Consumer<FlowRecord> out) {
            this.captureName = captureName;
            this.out = out;
            traffic = new Traffic(rules);
            announced = new Announced(traffic);
            endpoints = new Endpoints(rules);
            correlations = List.of(new Framehawk(traffic, settings), new Hdx(traffic), scans);
        }

        @Override
        public void take(FlowAnnouncement flow) {
            announced.hear(flow);
        }

        @Override
        public void take(NameAnnouncement name) {
            names.hear(name);
        }
    }

    /**
     * Begins with flows that belong together.
     *
     * @param captureName path of a capture by its index
     * @param out takes the records: those of flows that end long before the input in the order of their ends, then the
     *     others in the order of their first packets
     */
    public void begin(IntFunction<String> captureName, Consumer<FlowRecord> out) {
        over.clear();
        heard.clear();
        input = new Input(settling.rules(), settings, captureName, out);
    }

    /** Flows that are over, and what flows have announced of others so far. */
    public void over(List<Flow> flows, List<Announcement> announced) {
        heard.addAll(announced);
        over.addAll(flows);
    }

    /** All flows that were {@link Flow#overAt over} before this time have come. Some of them are taken now, all in time. */
    public void upTo(long clock) {
        Settling better = next.getAndSet(null);
        settling = better == null ? settling : better;
        settleThoseThatWait(clock);
        hearAnnouncements();
        int taken = 0;
        for (Flow first = over.peek(); first != null && first.overAt() < clock; first = over.peek()) {
            if (taken++ == AT_ONCE && over.size() <= MOST_OVER) {
                return;
            }
            over.remove();
            take(first);
        }
    }

    /** In an order that does not depend on how many shards there are. */
    private void hearAnnouncements() {
        if (!heard.isEmpty()) {
            heard.sort(Order.IN_TIME);
            Input of = input();
            heard.forEach(announcement -> announcement.to(of));
            heard.clear();
        }
    }

    private void settleThoseThatWait(long clock) {
        Input of = input();
        if (of.settled == NEVER) {
            of.settled = clock;
        } else if (clock - of.settled >= settings.patienceNanos()) {
            of.settled = clock;
            settleAllThatWait(of);
        }
    }

    private void settleAllThatWait(Input of) {
        of.correlations.forEach(correlation -> correlation.settle(this::settle));
    }

    /** All flows have come. */
    public void end() {
        Input ending = input();
        hearAnnouncements();
        List<Flow> last = new ArrayList<>();
        ending.last = last;
        List<Flow> rest = new ArrayList<>(over);
        over.clear();
        rest.sort(Order.BY_FIRST_PACKET);
        rest.forEach(this::take);
        settleAllThatWait(ending);
        last.sort(Order.BY_FIRST_PACKET);
        for (Flow flow : last) {
            hand(ending, flow);
        }
        input = null;
    }

    private Input input() {
        if (input == null) {
            throw new IllegalStateException("no input was begun");
        }
        return input;
    }

    private void take(Flow flow) {
        Input of = input();
        of.announced.name(flow);
        of.traffic.hear(flow);
        for (Correlation correlation : of.correlations) {
            if (correlation.take(flow, this::settle)) {
                return;
            }
        }
        settle(flow);
    }

    private void settle(Flow flow) {
        Input of = input();
        if (of.last == null) {
            hand(of, flow);
        } else {
            of.last.add(flow);
        }
    }

    private void hand(Input of, Flow flow) {
        InspectionResult result = InspectionState.of(flow).result();
        String name = of.names.of(flow);
        if (name != null) {
            result = result.with("dns", "answered_name", name);
        }
        number++;
        List<Evidence> evidence = of.traffic.evidence(flow, result);
        FlowRecord record = record(of, flow, result, evidence);
        Evidence ofEndpoint = of.endpoints.of(record, result);
        if (ofEndpoint != null) {
            List<Evidence> more = new ArrayList<>(evidence);
            more.add(ofEndpoint);
            record = record(of, flow, result, more);
        }
        of.endpoints.hear(record);
        flow.inspection(null);
        of.out.accept(record);
    }

    private FlowRecord record(Input of, Flow flow, InspectionResult result, List<Evidence> evidence) {
        return settling.record(of.captureName, number, flow, result, evidence, of.scans.targetsOf(flow));
    }
}
