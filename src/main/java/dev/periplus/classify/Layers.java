package dev.periplus.classify;

import dev.periplus.answer.Evidence;
import dev.periplus.answer.Layer;
import dev.periplus.answer.Metadata;
import dev.periplus.answer.Verdict;
import dev.periplus.flow.Flow;
import dev.periplus.rule.RuleSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists the nested protocols of a flow in order. */
public final class Layers {
    private static final List<String> NEGOTIATING = List.of("tls", "quic", "dtls");

    private final RuleSet rules;
    private final Weighing weighing;

    public Layers(RuleSet rules, Weighing weighing) {
        this.rules = rules;
        this.weighing = weighing;
    }

    /**
     * Returns the protocols of a flow from the outermost: those that contain its label, those inside, and the one
     * negotiated with ALPN in TLS, QUIC or DTLS (RFC 7301). Protocols that share a datagram flow are in the order in
     * which they began. Empty without a label.
     *
     * @param evidence that the verdict rests on
     */
    public List<String> protocols(
            Flow flow, Verdict verdict, List<Evidence> evidence, List<Layer> inside, Metadata metadata) {
        List<String> protocols = new ArrayList<>();
        if (verdict.label() == null) {
            return protocols;
        }
        List<Layer> all = new ArrayList<>();
        all.add(new Layer(verdict, evidence));
        all.addAll(inside);
        if (flow.isShared()) {
            all.sort(Comparator.comparingLong(Layers::began));
        }
        for (Layer layer : all) {
            String label = layer.verdict().label();
            if (label != null) {
                protocols.addAll(weighing.nested(label));
            }
        }
        String last = protocols.get(protocols.size() - 1);
        if (NEGOTIATING.contains(last)) {
            String carried = carried(metadata, last);
            if (carried != null) {
                protocols.add(carried);
            }
        }
        return protocols;
    }

    private static long began(Layer layer) {
        long first = Long.MAX_VALUE;
        for (Evidence piece : layer.evidence()) {
            first = piece.packet() > 0 ? Math.min(first, piece.packet()) : first;
        }
        return first;
    }

    /** The protocol that the server chose, or the only one that the client offered. */
    private @Nullable String carried(Metadata metadata, String handshake) {
        List<String> chosen = metadata.values(handshake, "alpn_chosen");
        List<String> offered = metadata.values(handshake, "alpn");
        if (!chosen.isEmpty()) {
            return rules.namedByAlpn(chosen.get(0));
        }
        return offered.size() == 1 ? rules.namedByAlpn(offered.get(0)) : null;
    }
}
