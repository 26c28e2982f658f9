package dev.periplus.classify;

import dev.periplus.decode.Packet;
import dev.periplus.flow.Exchange;
import dev.periplus.flow.Flow;
import dev.periplus.flow.FlowListener;
import dev.periplus.flow.Inside;
import dev.periplus.flow.Role;
import dev.periplus.flow.Said;
import dev.periplus.rule.Protocol;
import dev.periplus.rule.RuleSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Inspects undecided flows with the detectors, then with the candidate signatures from the index.
 *
 * <p>How it works. Each time a side sends, the data is shown to every detector that still wants more and to the
 * candidate signatures. Matches become evidence; if a signature expects a reply, the reply is checked when the other
 * side sends. A flow is settled once one label is beyond doubt, both sides have sent and no contributing detector wants
 * more; otherwise it ends with the flow table's inspection budget. If a protocol hands its stream over to another, the
 * rest is inspected in the same way as the inside of the flow. The payload is then released and only the {@link
 * InspectionResult} is kept.
 */
public final class Classifiers implements FlowListener {
    private static final double BEYOND_DOUBT = 0.999;

    /** Maximum nesting depth of protocols in a flow. */
    private static final int DEEPEST = 4;

    private static final int PROTOCOLS = 256;
    private static final int BYTES = 256;

    private final Detector[] detectors;
    private final Map<String, Handover> handovers = new HashMap<>();
    private final Map<String, Announcer> announcers = new HashMap<>();
    private final RuleSet rules;
    private final Signatures signatures;
    private final Weighing weighing;
    private final HostNames names;
    private final Opacity opacity = new Opacity();
    private final InspectionStore store;
    private final Consumer<Announcement> announced;
    private final Consumer<Flow> ended;

    /** By IP protocol number: a bit for each detector that accepts it. */
    private final long[] wanted = new long[PROTOCOLS];

    /** By first byte: a bit for each detector that accepts a flow opening with it. */
    private final long[] opening = new long[BYTES];

    private final AnnouncerStates states;
    private long failures;

    /**
     * @param store keeps the result of each flow
     * @param states what announcers may keep, in flows
     * @param announced receives announcements of other flows, like {@code ended} on the shard's thread
     * @param ended receives each ended flow, and reports of open ones
     */
    public Classifiers(
            RuleSet rules,
            List<Detector> detectors,
            List<Handover> handovers,
            List<Announcer> announcers,
            InspectionStore store,
            int states,
            Consumer<Announcement> announced,
            Consumer<Flow> ended) {
        if (detectors.size() > Long.SIZE) {
            throw new IllegalArgumentException("more than 64 detectors");
        }
        this.detectors = detectors.toArray(Detector[]::new);
        for (int i = 0; i < this.detectors.length; i++) {
            long bit = 1L << i;
            for (int protocol = 0; protocol < PROTOCOLS; protocol++) {
                wanted[protocol] |= this.detectors[i].wants(protocol) ? bit : 0;
            }
            for (int first = 0; first < BYTES; first++) {
                opening[first] |= this.detectors[i].opensWith(first) ? bit : 0;
            }
        }
        handovers.forEach(handover -> this.handovers.put(handover.name(), handover));
        announcers.forEach(announcer -> this.announcers.put(announcer.name(), announcer));
        this.store = store;
        this.states = new AnnouncerStates(states);
        this.announced = announced;
        this.ended = ended;
        this.rules = rules;
        signatures = new Signatures(rules);
        weighing = new Weighing(rules);
        names = new HostNames(rules.services());
    }

    /** Number of inspections or announcers that threw; their flows continue without them. */
    public long failures() {
        return failures;
    }

    /** What announcers kept of flows that were open, and was dropped for lack of memory. */
    public long statesDropped() {
        return states.dropped();
    }

    @Override
    public void said(Exchange exchange) {
        Flow flow = exchange.flow();
        FlowInspection inspection = underWay(flow);
        if (inspection == null) {
            inspection = new FlowInspection(detectors, names, wanted(exchange), 1);
            flow.inspection(inspection);
        }
        if (inspect(exchange, inspection)) {
            flow.settle();
        }
        Announcer announcer = inspection.announcer;
        if (announcer != null && inspection.announcements() == null) {
            inspection.listen(new Announcements(announcer, states, announced));
            flow.overhear();
        }
    }

    /** The open inspection of a flow, null before its first payload. */
    private static @Nullable FlowInspection underWay(Flow flow) {
        return (FlowInspection) flow.inspection();
    }

    @Override
    public void forgotten(Flow flow) {
        flow.inspection(null);
    }

    @Override
    public void overheard(Flow flow, int side, Packet packet) {
        Announcements announcements = InspectionState.of(flow).announcements();
        if (announcements != null) {
            try {
                announcements.hear(flow, side, packet);
            } catch (RuntimeException e) {
                failures++;
            }
        }
    }

    /** Inspects the latest payload; returns true if nothing more can be learnt. */
    private boolean inspect(Exchange exchange, FlowInspection inspection) {
        if (inspection.inside() != null) {
            return inspectInside(exchange, inspection);
        }
        boolean settledBefore = beyondDoubt(inspection) && !mayBeRefined(exchange, inspection);
        detect(exchange, inspection);
        boolean later = !settledBefore && signatures.inspect(exchange, inspection);
        boolean beyondDoubt = beyondDoubt(inspection);
        if (!exchange.datagrams() && handOver(exchange, inspection)) {
            return inspection.inside() != null && inspectInside(exchange, inspection);
        }
        return !later && beyondDoubt && !mayBeRefined(exchange, inspection) && decided(exchange, inspection);
    }

    /** Whether a later datagram may still refine the label. */
    private boolean mayBeRefined(Exchange exchange, FlowInspection inspection) {
        return exchange.datagrams()
                && inspection.mayBeRefined
                && exchange.said(0).count() < Signatures.MESSAGES
                && exchange.said(1).count() < Signatures.MESSAGES;
    }

    /** Whether the protocol hands over to another in this flow, or still may. */
    private boolean handOver(Exchange exchange, FlowInspection inspection) {
        Handover handover = inspection.handover;
        if (handover == null || inspection.depth() == DEEPEST) {
            return false;
        }
        Handover.Start start = handover.find(exchange);
        if (start.known()) {
            inspection.inside(
                    new Inside(exchange, start.client(), start.server()),
                    new FlowInspection(detectors, names, wanted[exchange.flow().protocol()], inspection.depth() + 1));
        }
        return !start.never();
    }

    private boolean inspectInside(Exchange exchange, FlowInspection inspection) {
        Inside inside = inspection.inside();
        FlowInspection within = inspection.within();
        boolean done = false;
        if (inside != null && within != null) {
            int first = exchange.flow().clientSide();
            done = inside.grow(exchange, first) && inspect(inside, within);
            done |= inside.grow(exchange, 1 - first) && inspect(inside, within);
        }
        return done;
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

    private static boolean decided(Exchange exchange, FlowInspection inspection) {
        return exchange.said(0).count() > 0
                && exchange.said(1).count() > 0
                && (inspection.live & inspection.found) == 0;
    }

    /** The detectors that accept a flow with this beginning. */
    private long wanted(Exchange exchange) {
        Flow flow = exchange.flow();
        Said said = exchange.said(exchange.speakingSide());
        boolean opens = exchange.datagrams()
                || said.fromStart() && exchange.speaker() == Role.CLIENT && flow.direction() == Flow.Direction.OBSERVED;
        return wanted[flow.protocol()] & (opens && said.length() > 0 ? opening[said.bytes()[0] & 0xff] : -1L);
    }

    /** Whether one label is beyond doubt; weighs only if there is new evidence. */
    private boolean beyondDoubt(FlowInspection inspection) {
        int pieces = inspection.evidence().size();
        if (pieces != inspection.weighed) {
            inspection.weighed = pieces;
            Weighing.Weighed best = weighing.weigh(inspection.evidence()).get(0);
            name(inspection, best.confidence() >= Weighing.LEAST ? best.label() : null);
            inspection.beyondDoubt = best.confidence() >= BEYOND_DOUBT;
            if (inspection.beyondDoubt) {
                inspection.live &= inspection.found;
            }
        }
        return inspection.beyondDoubt;
    }

    private void name(FlowInspection inspection, @Nullable String label) {
        if (Objects.equals(inspection.best, label)) {
            return;
        }
        Protocol protocol = label == null ? null : rules.protocol(label);
        inspection.best = label;
        inspection.handover = protocol == null ? null : handovers.get(protocol.handsOver());
        inspection.announcer = label == null ? null : announcer(label);
        inspection.mayBeRefined = label != null && rules.refinedByDatagrams(label);
    }

    /** The announcer of the label, or else of the nearest label that it refines. */
    private @Nullable Announcer announcer(String label) {
        List<String> nested = weighing.nested(label);
        Announcer announcer = null;
        for (int i = nested.size() - 1; i >= 0 && announcer == null; i--) {
            Protocol protocol = rules.protocol(nested.get(i));
            announcer = protocol == null ? null : announcers.get(protocol.announces());
        }
        return announcer;
    }

    @Override
    public void closed(Exchange exchange) {
        Flow flow = exchange.flow();
        FlowInspection inspection = underWay(flow);
        if (inspection == null) {
            return;
        }
        if (!exchange.datagrams() && flow.isOver()) {
            end(exchange, inspection);
        }
        Said client = exchange.said(Role.CLIENT);
        Said server = exchange.said(Role.SERVER);
        beyondDoubt(inspection);
        boolean opaque = inspection.evidence().isEmpty() && looksRandom(client, server);
        boolean midstream = !exchange.datagrams() && !client.fromStart() && !server.fromStart();
        InspectionResult result = inspection.result(opaque, midstream);
        if (result.isNothing() && client.length() > 0 && server.length() > 0) {
            result = result.with(OpeningBytes.of(client, server));
        }
        inspection.close();
        flow.inspection(flow.isOver() ? result : store.put(result));
    }

    private void end(Exchange exchange, FlowInspection inspection) {
        Inside inside = inspection.inside();
        FlowInspection within = inspection.within();
        if (inside != null && within != null) {
            end(inside, within);
        } else if (!beyondDoubt(inspection)) {
            signatures.end(exchange, inspection);
        }
    }

    private boolean looksRandom(Said client, Said server) {
        return opacity.looksRandom(client) && (server.length() == 0 || opacity.looksRandom(server))
                || client.length() == 0 && opacity.looksRandom(server);
    }

    @Override
    public void active(Flow soFar) {
        soFar.inspection(InspectionState.of(soFar).copiedOut());
        ended.accept(soFar);
    }

    @Override
    public void ended(Flow flow) {
        Announcements announcements = InspectionState.of(flow).announcements();
        if (announcements != null) {
            announcements.dropState();
        }
        if (flow.endReason() != Flow.End.END_OF_CAPTURE) {
            flow.inspection(InspectionState.of(flow).takenOut());
        }
        ended.accept(flow);
    }
}
