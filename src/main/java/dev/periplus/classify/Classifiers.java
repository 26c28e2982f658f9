package dev.periplus.classify;

import dev.periplus.flow.Exchange;
import dev.periplus.flow.Flow;
import dev.periplus.flow.FlowListener;
import dev.periplus.flow.Said;
import dev.periplus.rule.RuleSet;
import java.util.List;
import java.util.function.Consumer;

/**
 * Inspects undecided flows: the detectors, then the signatures that the index says can match.
 *
 * <p>How it works. Every piece that a side says is shown to each detector that still wants to see more and to the
 * candidate signatures. What they find is evidence; a reply that a signature asks for is tried when the other side
 * speaks. A flow is settled once one label is beyond doubt, both sides have spoken and nothing that contributed wants
 * more; else the flow table's budget ends it. What was said is then forgotten and only the {@link Findings} stay.
 */
public final class Classifiers implements FlowListener {
    private static final double BEYOND_DOUBT = 0.999;

    private final Detector[] detectors;
    private final Signatures signatures;
    private final Weighing weighing;
    private final Opacity opacity = new Opacity();
    private final Consumer<Flow> ended;
    private long failures;

    /** @param ended takes each flow that is over, on the shard's thread */
    public Classifiers(RuleSet rules, List<Detector> detectors, Consumer<Flow> ended) {
        if (detectors.size() > Long.SIZE) {
            throw new IllegalArgumentException("more than 64 detectors");
        }
        this.detectors = detectors.toArray(Detector[]::new);
        this.ended = ended;
        signatures = new Signatures(rules);
        weighing = new Weighing(rules);
    }

    /** Inspections that ended in a programming error; the flow goes on without them. */
    public long failures() {
        return failures;
    }

    @Override
    public void said(Exchange exchange) {
        Flow flow = exchange.flow();
        FlowInspection inspection = (FlowInspection) flow.inspection();
        if (inspection == null) {
            inspection = new FlowInspection(detectors, wanted(flow.protocol()));
            flow.inspection(inspection);
        }
        boolean settledBefore = beyondDoubt(inspection);
        detect(exchange, inspection);
        boolean later = !settledBefore && signatures.inspect(exchange, inspection);
        if (!later && decided(exchange, inspection)) {
            flow.settle();
        }
    }

    private long wanted(int protocol) {
        long wanted = 0;
        for (int i = 0; i < detectors.length; i++) {
            wanted |= detectors[i].wants(protocol) ? 1L << i : 0;
        }
        return wanted;
    }

    private void detect(Exchange exchange, FlowInspection inspection) {
        for (long left = inspection.live; left != 0; left &= left - 1) {
            int detector = Long.numberOfTrailingZeros(left);
            inspection.inspectedBy(detector, exchange);
            Detector.Next next;
            try {
                next = detectors[detector].inspect(exchange, inspection);
            } catch (RuntimeException e) {
                failures++;
                next = Detector.Next.DONE;
            }
            if (next == Detector.Next.DONE) {
                inspection.live &= ~(1L << detector);
            }
        }
    }

    private boolean decided(Exchange exchange, FlowInspection inspection) {
        return exchange.said(Exchange.CLIENT).count() > 0
                && exchange.said(Exchange.SERVER).count() > 0
                && beyondDoubt(inspection)
                && (inspection.live & inspection.found) == 0;
    }

    /** Weighs only where there is new evidence. */
    private boolean beyondDoubt(FlowInspection inspection) {
        int pieces = inspection.evidence().size();
        if (pieces != inspection.weighed) {
            inspection.weighed = pieces;
            inspection.beyondDoubt =
                    weighing.weigh(inspection.evidence()).get(0).confidence() >= BEYOND_DOUBT;
            if (inspection.beyondDoubt) {
                inspection.live &= inspection.found;
            }
        }
        return inspection.beyondDoubt;
    }

    @Override
    public void closed(Exchange exchange) {
        Flow flow = exchange.flow();
        if (!(flow.inspection() instanceof FlowInspection inspection)) {
            return;
        }
        Said client = exchange.said(Exchange.CLIENT);
        Said server = exchange.said(Exchange.SERVER);
        boolean opaque = inspection.evidence().isEmpty() && looksRandom(client, server);
        boolean midstream = !exchange.datagrams() && !client.fromStart() && !server.fromStart();
        flow.inspection(inspection.findings(opaque, midstream));
    }

    private boolean looksRandom(Said client, Said server) {
        return opacity.looksRandom(client) && (server.length() == 0 || opacity.looksRandom(server))
                || client.length() == 0 && opacity.looksRandom(server);
    }

    @Override
    public void ended(Flow flow) {
        ended.accept(flow);
    }
}
