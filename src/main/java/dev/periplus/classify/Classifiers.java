package dev.periplus.classify;

import dev.periplus.answer.Metadata;
import dev.periplus.decode.Packet;
import dev.periplus.flow.Exchange;
import dev.periplus.flow.Flow;
import dev.periplus.flow.FlowEnd;
import dev.periplus.flow.FlowListener;
import dev.periplus.flow.Inside;
import dev.periplus.flow.Role;
import dev.periplus.flow.Said;
import dev.periplus.rule.Protocol;
import dev.periplus.rule.RuleSet;
import dev.periplus.transfer.Transfers;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Inspects undecided flows with the detectors, then with the candidate signatures from the index.
 *
 * <p>How it works. Each time a side sends, the data is shown to every detector that still wants more and to the
 * candidate signatures. Matches become evidence; if a signature expects a reply, the reply is checked when the other
 * side sends. A flow is settled once one label is beyond doubt, or likely and {@value #SPENT} payloads have added
 * nothing, both sides have sent and no contributing detector wants more; otherwise it ends with the flow table's inspection budget. If a protocol hands its stream over to another, the
 * rest is inspected in the same way as the inside of the flow, as it is or as an opener takes it out of its frames. The payload is then released and only the {@link
 * InspectionResult} is kept.
 */
public final class Classifiers implements FlowListener {
    private static final double BEYOND_DOUBT = 0.999;

    /** Confidence of a label that is not doubted, and the payloads without a further piece of evidence that end it. */
    private static final double LIKELY = 0.85;

    private static final int SPENT = 6;

    /** Bytes of one side's stream that show what it speaks, if anything does. */
    private static final int ENOUGH = 1024;

    private static final int ENOUGH_PACKETS = 3;

    private final Detection detection;
    private final Map<String, Announcer> announcers = new HashMap<>();
    private final RuleSet rules;
    private final Signatures signatures;
    private final PayloadIdentifiers identifiers;
    private final Weighing weighing;
    private final Hearing hearing;
    private final Strands strands;
    private final Insides insides;
    private final HostNames names;
    private final Opacity opacity = new Opacity();
    private final InspectionStore store;
    private final Consumer<Announcement> announced;
    private final FactOutlet facts;
    private final Consumer<Flow> ended;

    private final Overhearing overhearing;

    /**
     * @param store keeps the result of each flow
     * @param states what announcers may keep, in flows
     * @param announced receives announcements of other flows, like {@code ended} on the shard's thread
     * @param ended receives each ended flow, and reports of open ones
     * @param facts whether to gather facts about hosts
     * @param transfers follows files, or null
     */
    public Classifiers(
            RuleSet rules,
            List<Detector> detectors,
            List<Handover> handovers,
            List<Announcer> announcers,
            InspectionStore store,
            int states,
            Consumer<Announcement> announced,
            Consumer<Flow> ended,
            boolean facts,
            @Nullable Transfers transfers) {
        detection = new Detection(detectors);
        announcers.stream()
                .filter(announcer -> facts || !announcer.isOfHosts())
                .forEach(announcer -> this.announcers.put(announcer.name(), announcer));
        this.store = store;
        this.announced = announced;
        this.facts = facts ? new FactOutlet(announced) : FactOutlet.NONE;
        overhearing = new Overhearing(states, this.facts, announced, transfers);
        this.ended = ended;
        this.rules = rules;
        signatures = new Signatures(rules);
        identifiers = new PayloadIdentifiers(rules);
        weighing = new Weighing(rules);
        strands = new Strands(weighing, this::inspect, this::opened);
        Set<String> answers = new HashSet<>();
        detectors.forEach(detector -> answers.addAll(detector.answers()));
        hearing = new Hearing(rules, weighing, answers);
        names = new HostNames(rules.services());
        insides = new Insides(handovers, detection, names, facts, this::inspect);
    }

    /** Forgets which facts were announced: other captures come. */
    public void forgetFacts() {
        facts.forget();
    }

    /** Number of inspections or announcers that threw; their flows continue without them. */
    public long failures() {
        return overhearing.failures() + detection.failures();
    }

    /** What announcers kept of flows that were open, and was dropped for lack of memory. */
    public long statesDropped() {
        return overhearing.statesDropped();
    }

    @Override
    public void said(Exchange exchange) {
        Flow flow = exchange.flow();
        FlowInspection inspection = underWay(flow);
        if (inspection == null) {
            inspection = opened(exchange, 0);
            if (flow.inspection() != null) {
                inspection.follows(InspectionState.of(flow), Strands.earlierKinds(exchange));
                flow.mixture();
            }
            flow.inspection(inspection);
        }
        if (exchange.datagrams() ? strands.inspect(exchange, inspection) : inspect(exchange, inspection)) {
            flow.settle();
        }
        overhearing.begin(exchange, inspection);
    }

    /** The open inspection of a flow, null before its first payload. */
    private static @Nullable FlowInspection underWay(Flow flow) {
        return flow.inspection() instanceof FlowInspection open ? open : null;
    }

    private FlowInspection opened(Exchange exchange, int offset) {
        return new FlowInspection(
                detection.all(), names, detection.wanted(exchange, offset), 1, facts != FactOutlet.NONE);
    }

    @Override
    public void quoted(Flow errors, Packet error) {
        RefusalAnnouncement.of(errors, error).ifPresent(announced);
    }

    @Override
    public boolean mayForget(Flow flow) {
        FlowInspection open = underWay(flow);
        return flow.inspection() == null || open != null && open.best == null;
    }

    @Override
    public void forgotten(Flow flow) {
        overhearing.forget(flow);
        flow.inspection(null);
    }

    @Override
    public void overheard(Flow flow, int side, Packet packet) {
        overhearing.hear(flow, side, packet);
    }

    /** Inspects the latest payload; returns true if nothing more can be learnt. */
    private boolean inspect(Exchange exchange, FlowInspection inspection) {
        if (inspection.inside() != null && !Insides.isBeside(inspection)) {
            return insides.inspect(exchange, inspection);
        }
        if (exchange.datagrams()) {
            detection.askAgain(exchange, inspection);
        }
        boolean settledBefore = beyondDoubt(inspection) && !mayBeRefined(exchange, inspection);
        detection.hear(exchange, inspection, inspection.listening);
        identifiers.inspect(exchange, inspection);
        boolean unheard = !inspection.gathered().supports(exchange.speakingSide());
        boolean later = (!settledBefore || unheard) && signatures.inspect(exchange, inspection);
        if (!exchange.datagrams()) {
            detection.hearAlone(exchange, inspection);
        }
        boolean beyondDoubt = beyondDoubt(inspection);
        if (inspection.inside() == null && insides.handOver(exchange, inspection) && !Insides.isBeside(inspection)) {
            return inspection.inside() != null && insides.inspect(exchange, inspection);
        }
        boolean done = inspection.inside() == null || insides.inspect(exchange, inspection);
        boolean spent = inspection.likely && ++inspection.sinceEvidence > SPENT;
        return done
                && !later
                && (beyondDoubt || spent)
                && !mayBeRefined(exchange, inspection)
                && decided(exchange, inspection);
    }

    /** Whether a later datagram may still refine the label. */
    private boolean mayBeRefined(Exchange exchange, FlowInspection inspection) {
        return exchange.datagrams()
                && inspection.mayBeRefined
                && exchange.said(0).count() < Signatures.MESSAGES
                && exchange.said(1).count() < Signatures.MESSAGES;
    }

    private static boolean decided(Exchange exchange, FlowInspection inspection) {
        return isHeard(exchange, inspection, 0)
                && isHeard(exchange, inspection, 1)
                && (inspection.listening.live & inspection.found) == 0;
    }

    /** Whether a side has shown what it speaks, or has said enough of something else. */
    private static boolean isHeard(Exchange exchange, FlowInspection inspection, int side) {
        Said said = exchange.said(side);
        return said.count() > 0
                && (exchange.datagrams()
                        || inspection.gathered().supports(side)
                        || said.length() >= ENOUGH
                        || said.count() >= ENOUGH_PACKETS
                        || said.messages() > 1);
    }

    /** Whether one label is beyond doubt; weighs only if there is new evidence. */
    private boolean beyondDoubt(FlowInspection inspection) {
        int pieces = inspection.evidence().size();
        if (pieces != inspection.weighed) {
            inspection.weighed = pieces;
            Weighing.Weighed best = weighing.weigh(inspection.evidence()).get(0);
            name(inspection, best.confidence() >= Weighing.LEAST ? best.label() : null);
            inspection.beyondDoubt = best.confidence() >= BEYOND_DOUBT;
            inspection.likely = best.confidence() >= LIKELY;
            inspection.sinceEvidence = 0;
            if (inspection.beyondDoubt) {
                inspection.listening.live &= inspection.found;
            }
        }
        return inspection.beyondDoubt;
    }

    private void name(FlowInspection inspection, @Nullable String label) {
        if (Objects.equals(inspection.best, label)) {
            return;
        }
        inspection.best = label;
        inspection.handover = declared(label, protocol -> insides.named(protocol.handsOver()));
        inspection.announcer = declared(label, protocol -> announcers.get(protocol.announces()));
        inspection.mayBeRefined = label != null && rules.refinedByDatagrams(label);
    }

    /** What the rules of the label declare, or else those of the nearest label that it refines. */
    private <T> @Nullable T declared(@Nullable String label, Function<Protocol, @Nullable T> by) {
        List<String> nested = label == null ? List.of() : weighing.nested(label);
        @Nullable T declared = null;
        for (int i = nested.size() - 1; i >= 0 && declared == null; i--) {
            Protocol protocol = rules.protocol(nested.get(i));
            declared = protocol == null ? null : by.apply(protocol);
        }
        return declared;
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
        resolve(exchange, inspection);
        Said client = exchange.said(Role.CLIENT);
        Said server = exchange.said(Role.SERVER);
        beyondDoubt(inspection);
        if (inspection.best != null) {
            TwoVersions.add(exchange, inspection.best, inspection.gathered());
        }
        boolean opaque = inspection.evidence().isEmpty() && opacity.looksRandom(client, server);
        boolean midstream = !exchange.datagrams() && !client.fromStart() && !server.fromStart();
        InspectionResult result = inspection.result(opaque, midstream);
        if (result.isNothing() && client.length() > 0 && server.length() > 0) {
            result = result.with(OpeningBytes.of(client, server));
        }
        inspection.tellFacts(exchange, facts);
        keep(flow, inspection, result);
    }

    private void keep(Flow flow, FlowInspection inspection, InspectionResult result) {
        InspectionState all = strands.result(flow, inspection, result);
        inspection.close();
        if (Strands.QUIC.equals(all.label())) {
            flow.knows(Strands.QUIC_KINDS);
        }
        flow.inspection(flow.isOver() || !(all instanceof InspectionResult made) ? all : store.put(made));
    }

    private void end(Exchange exchange, FlowInspection inspection) {
        Inside inside = inspection.inside();
        FlowInspection within = inspection.within();
        if (inside != null && within != null) {
            end(inside, within);
        }
        if ((inside == null || Insides.isBeside(inspection)) && !exchange.datagrams() && !beyondDoubt(inspection)) {
            signatures.end(exchange, inspection);
        }
    }

    private void resolve(Exchange exchange, FlowInspection inspection) {
        Inside inside = inspection.inside();
        FlowInspection within = inspection.within();
        if (inside != null && within != null) {
            resolve(inside, within);
        }
        if ((inside == null || Insides.isBeside(inspection)) && !exchange.datagrams()) {
            hearing.resolve(exchange, inspection);
        }
    }

    @Override
    public void active(Flow soFar) {
        Metadata heard = overhearing.fields(soFar);
        soFar.inspection(InspectionState.of(soFar).copiedOut());
        Overhearing.add(soFar, heard);
        putLargestFirst(soFar);
        ended.accept(soFar);
    }

    @Override
    public void ended(Flow flow) {
        Metadata heard = overhearing.end(flow);
        if (flow.endReason() != FlowEnd.END_OF_CAPTURE) {
            flow.inspection(InspectionState.of(flow).takenOut());
        }
        Overhearing.add(flow, heard);
        putLargestFirst(flow);
        ended.accept(flow);
    }

    private static void putLargestFirst(Flow flow) {
        if (flow.isShared()) {
            flow.inspection(Strands.largestFirst(flow, InspectionState.of(flow).result()));
        }
    }
}
