package dev.periplus.classify;

import dev.periplus.address.Address;
import dev.periplus.address.Transport;
import dev.periplus.answer.Evidence;
import dev.periplus.answer.Layer;
import dev.periplus.answer.Verdict;
import dev.periplus.decode.IcmpQuote;
import dev.periplus.flow.Flow;
import dev.periplus.flow.FlowEnd;
import dev.periplus.flow.Lack;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decides what a flow is, once all evidence is available. */
public final class Verdicts {
    private static final int ALTERNATIVES = 5;
    private static final double SHOWN = 0.001;
    private static final int PROBE_PACKETS = 3;

    private final Weighing weighing;

    public Verdicts(Weighing weighing) {
        this.weighing = weighing;
    }

    /**
     * Returns the verdict on a flow.
     *
     * @param evidence all evidence on the flow, including that from other flows
     */
    public Verdict settle(Flow flow, InspectionResult result, List<Evidence> evidence) {
        List<Weighing.Weighed> weighed = weighing.weigh(evidence);
        if (weighed.isEmpty() || weighed.get(0).confidence() < Weighing.LEAST) {
            Verdict.Unknown why = why(flow, result, weighed);
            return new Verdict(null, null, null, Verdict.Basis.NONE, 0, why, alternatives(weighed, 0));
        }
        Weighing.Weighed best = weighed.get(0);
        return new Verdict(
                best.label(),
                weighing.envelope(best.label()),
                weighing.application(best.label()),
                basis(best.label(), evidence),
                rounded(best.confidence()),
                null,
                alternatives(weighed, 1));
    }

    /** The likeliest labels that are likely enough to be shown, from one of them on. */
    private static List<Verdict.Alternative> alternatives(List<Weighing.Weighed> weighed, int first) {
        if (weighed.size() <= first) {
            return List.of();
        }
        List<Verdict.Alternative> alternatives = new ArrayList<>(2);
        for (int i = 0, left = ALTERNATIVES; i < weighed.size() && left > 0; i++) {
            Weighing.Weighed other = weighed.get(i);
            if (other.confidence() >= SHOWN) {
                left--;
                if (i >= first) {
                    alternatives.add(new Verdict.Alternative(other.label(), rounded(other.confidence())));
                }
            }
        }
        return List.copyOf(alternatives);
    }

    /** The recognised layers inside the flow, the outermost first; unidentified ones are left out. */
    public List<Layer> inside(Flow flow, InspectionResult result) {
        if (result.inside() == null) {
            return List.of();
        }
        List<Layer> layers = new ArrayList<>();
        for (InspectionResult at = result.inside(); at != null; at = at.inside()) {
            Verdict verdict = settle(flow, at, at.evidence());
            if (verdict.label() != null) {
                layers.add(new Layer(verdict, at.evidence()));
            }
        }
        return layers;
    }

    private static double rounded(double confidence) {
        return Math.round(confidence * 10_000) / 10_000.0;
    }

    /** The kind of the heaviest evidence for the label. */
    private static Verdict.Basis basis(String label, List<Evidence> evidence) {
        @Nullable Evidence heaviest = null;
        for (int i = 0; i < evidence.size(); i++) {
            Evidence piece = evidence.get(i);
            if (piece.label().equals(label) && (heaviest == null || piece.weight() > heaviest.weight())) {
                heaviest = piece;
            }
        }
        if (heaviest == null) {
            return Verdict.Basis.NONE;
        }
        return switch (heaviest.kind()) {
            case SIGNATURE, DETECTOR, APPLICATION -> Verdict.Basis.PAYLOAD;
            case BEHAVIOUR -> Verdict.Basis.BEHAVIOUR;
            case ANALYST -> Verdict.Basis.ANALYST;
            case COMPANION, ANNOUNCED, ALLOCATION, ENDPOINT, CONTRADICTION -> Verdict.Basis.CORRELATION;
        };
    }

    /** Whether the server says something else than what the client asked for. */
    private static boolean isRefused(InspectionResult result) {
        List<Evidence> evidence = result.evidence();
        for (int i = 0; i < evidence.size(); i++) {
            if (evidence.get(i).rule().equals(Evidence.OTHER_SIDE)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the frames go to a group of stations, which does not answer with its own address. */
    private static boolean isToGroup(Flow flow) {
        int server = flow.serverSide();
        return Transport.isFrame(flow.protocol()) && Address.isMulticast(flow.high(server), flow.low(server));
    }

    private static Verdict.Unknown why(Flow flow, InspectionResult result, List<Weighing.Weighed> weighed) {
        long client = flow.payload(flow.clientSide());
        long server = flow.payload(flow.serverSide());
        long clientPackets = flow.packets(flow.clientSide());
        if (client > 0 && isToGroup(flow)) {
            return flow.lacks(Lack.CUT) ? Verdict.Unknown.CUT_SHORT : Verdict.Unknown.NO_RULE_MATCHED;
        }
        boolean isError = IcmpQuote.isError(flow.protocol(), flow.port(flow.clientSide()));
        if (flow.packets(flow.serverSide()) == 0 && clientPackets <= PROBE_PACKETS && !isError) {
            return Verdict.Unknown.UNANSWERED_PROBE;
        }
        if (client + server == 0) {
            return Verdict.Unknown.NO_PAYLOAD;
        }
        if (flow.packets(flow.serverSide()) == 0) {
            return Verdict.Unknown.ONE_SIDED;
        }
        if (weighed.size() > 1 && weighed.get(0).sum() > 0 || isRefused(result)) {
            return Verdict.Unknown.CONTRADICTORY;
        }
        if (flow.endReason() == FlowEnd.EVICTED) {
            return Verdict.Unknown.EVICTED;
        }
        if (flow.lacks(Lack.CUT)) {
            return Verdict.Unknown.CUT_SHORT;
        }
        if (result.midstream()) {
            return Verdict.Unknown.MIDSTREAM;
        }
        if (result.opaque()) {
            return Verdict.Unknown.OPAQUE;
        }
        if (flow.lacks(Lack.GAP)) {
            return Verdict.Unknown.GAP;
        }
        if (flow.lacks(Lack.BUDGET)) {
            return Verdict.Unknown.BUDGET;
        }
        return client == 0 || server == 0 ? Verdict.Unknown.ONE_SIDED : Verdict.Unknown.NO_RULE_MATCHED;
    }
}
