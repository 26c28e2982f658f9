package dev.periplus.engine;

import dev.periplus.classify.Heard;
import dev.periplus.classify.InspectionState;
import dev.periplus.classify.KeptFlows;
import dev.periplus.correlate.Correlator;
import dev.periplus.flow.Continuation;
import dev.periplus.flow.Flow;
import dev.periplus.flow.FlowEnd;
import dev.periplus.flow.FlowKey;
import dev.periplus.ring.Outlet;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * Hands the flows of several readings to the correlator, one reading after the other, in order of time.
 *
 * <p>How it works. A flow that was still open at the end of a reading waits. If a later reading continues the same flow
 * soon after, both are joined.
 */
public final class FlowJoin implements Outlet {
    /** Longest gap between the two parts of a joined flow. */
    private static final long GAP_NANOS = 300_000_000_000L;

    private final Correlator correlator;
    private final Map<FlowKey, Flow> open = new LinkedHashMap<>();
    private final List<Flow> ready = new ArrayList<>();
    private long clock = Long.MIN_VALUE;
    private long joined;

    public FlowJoin(Engine.Settings settings) {
        this(new Correlator(
                Engine.settling(settings, settings.knowledge()),
                settings.correlate(),
                List::of,
                settings.settlingThreads()));
    }

    FlowJoin(Correlator correlator) {
        this.correlator = correlator;
    }

    /**
     * Begins with the flows of a case.
     *
     * @param captureName path of a capture by its index
     * @param out receives the records
     */
    public void begin(IntFunction<String> captureName, RecordTaker out) {
        correlator.begin(captureName, out, out::hosts);
    }

    @Override
    public void over(List<Flow> flows, List<Heard> announced) {
        flows.forEach(this::take);
        correlator.over(ready, announced);
        ready.clear();
    }

    private void take(Flow flow) {
        Flow one = open.isEmpty() ? flow : joinedWithEarlier(flow);
        if (one.endReason() == FlowEnd.END_OF_CAPTURE) {
            open.put(FlowKey.of(one), one);
        } else {
            ready.add(one);
        }
    }

    private Flow joinedWithEarlier(Flow flow) {
        Flow earlier = open.remove(FlowKey.of(flow));
        if (earlier == null) {
            return flow;
        }
        if (flow.start() < earlier.end() || flow.start() - earlier.end() > GAP_NANOS) {
            ready.add(earlier);
            return flow;
        }
        Continuation.join(earlier, flow);
        if (InspectionState.of(earlier).label() == null) {
            earlier.inspection(flow.inspection());
        }
        joined++;
        return earlier;
    }

    @Override
    public void upTo(long clock) {
        this.clock = clock;
        correlator.upTo(clock);
    }

    /** Ends a reading. Flows that no later reading can continue are handed on. */
    @Override
    public void last() {
        for (Iterator<Flow> waiting = open.values().iterator(); waiting.hasNext(); ) {
            Flow flow = waiting.next();
            if (clock - flow.end() > GAP_NANOS) {
                ready.add(flow);
                waiting.remove();
            }
        }
        over(List.of(), List.of());
    }

    /**
     * Reads a saved reading and hands it on.
     *
     * @param kept bytes of its flows; closed afterwards
     * @param size number of these bytes
     * @param firstCapture index of its first capture among all captures
     * @param captures number of its captures
     * @throws dev.periplus.flow.DamagedStateException if the file is damaged; flows before the damage were handed on,
     *     so check it first
     */
    public void read(InputStream kept, long size, int firstCapture, int captures) throws IOException {
        List<Flow> flows = new ArrayList<>();
        List<Heard> announced = new ArrayList<>();
        try (KeptFlows.Reader reader = new KeptFlows.Reader(kept, size, firstCapture, captures)) {
            for (KeptFlows.Entry entry = reader.next(); entry != KeptFlows.Entry.END; entry = reader.next()) {
                switch (entry) {
                    case FLOW -> flows.add(reader.flow());
                    case ANNOUNCEMENT -> announced.add(reader.heard());
                    default -> {
                        over(flows, announced);
                        flows.clear();
                        announced.clear();
                        upTo(reader.clock());
                    }
                }
            }
        }
        over(flows, announced);
        last();
    }

    /** Ends the last reading, and the input of the correlator. */
    public void end() {
        correlator.over(List.copyOf(open.values()), List.of());
        open.clear();
        correlator.end();
    }

    /** Number of joins. */
    public long joined() {
        return joined;
    }
}
