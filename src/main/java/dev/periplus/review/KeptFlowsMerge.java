package dev.periplus.review;

import dev.periplus.classify.Announcement;
import dev.periplus.classify.FindingsStore;
import dev.periplus.classify.KeptFlows;
import dev.periplus.correlate.Correlator;
import dev.periplus.flow.Flow;
import dev.periplus.flow.FlowKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Hands kept flows of several readings to the correlator, in the order of time.
 *
 * <p>How it works. The reading whose time has come least far is read on. A flow that one reading left open when its
 * captures ended waits: where a later reading shows the same flow soon after, both become one.
 */
public final class KeptFlowsMerge {
    /** A flow goes on in a later capture that shows it within this time. */
    private static final long GAP_NANOS = 300_000_000_000L;

    private final Correlator correlator;
    private final List<KeptFlows.Reader> readings = new ArrayList<>();
    private final Map<FlowKey, Flow> open = new HashMap<>();
    private final List<Flow> flows = new ArrayList<>();
    private final List<Announcement> announced = new ArrayList<>();
    private long joined;

    public KeptFlowsMerge(Correlator correlator) {
        this.correlator = correlator;
    }

    /** @param firstCapture index of the first of its captures among all */
    public void add(Path kept, int firstCapture) throws IOException {
        readings.add(new KeptFlows.Reader(kept, firstCapture));
    }

    /** Reads all to their end; the correlator is told the end. */
    public void run() throws IOException {
        List<KeptFlows.Reader> left = new ArrayList<>(readings);
        try {
            while (!left.isEmpty()) {
                KeptFlows.Reader behind = left.get(0);
                for (KeptFlows.Reader other : left) {
                    behind = other.clock() < behind.clock() ? other : behind;
                }
                if (!advance(behind)) {
                    left.remove(behind);
                }
                hand(left);
            }
        } finally {
            for (KeptFlows.Reader reading : readings) {
                reading.close();
            }
        }
        flows.addAll(open.values());
        correlator.over(flows, announced);
        correlator.end();
    }

    /** To the next time; false at the end. */
    private boolean advance(KeptFlows.Reader reading) throws IOException {
        while (true) {
            switch (reading.next()) {
                case FLOW -> take(reading.flow());
                case ANNOUNCEMENT -> announced.add(reading.announcement());
                case CLOCK -> {
                    return true;
                }
                default -> {
                    return false;
                }
            }
        }
    }

    private void take(Flow flow) {
        if (readings.size() == 1) {
            flows.add(flow);
            return;
        }
        FlowKey key = FlowKey.of(flow);
        Flow earlier = open.get(key);
        Flow one = flow;
        if (earlier != null) {
            open.remove(key);
            boolean goesOn = flow.start() >= earlier.end() && flow.start() - earlier.end() <= GAP_NANOS;
            if (goesOn) {
                earlier.goesOnAs(flow);
                if (FindingsStore.labelOf(earlier).isEmpty()) {
                    earlier.inspection(flow.inspection());
                }
                one = earlier;
                joined++;
            } else {
                flows.add(earlier);
            }
        }
        if (one.endReason() == Flow.End.END_OF_CAPTURE) {
            open.put(key, one);
        } else {
            flows.add(one);
        }
    }

    private void hand(List<KeptFlows.Reader> left) {
        correlator.over(flows, announced);
        flows.clear();
        announced.clear();
        long upTo = Long.MAX_VALUE;
        for (KeptFlows.Reader reading : left) {
            upTo = Math.min(upTo, reading.clock());
        }
        if (upTo < Long.MAX_VALUE) {
            correlator.upTo(upTo);
        }
    }

    /** Flows that were put together of two readings. */
    public long joined() {
        return joined;
    }
}
