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
        if (verdict.label() == null) {
            return List.of();
        }
        if (inside.isEmpty() && !NEGOTIATING.contains(verdict.label())) {
            return weighing.nested(verdict.label());
        }
        List<String> protocols = new ArrayList<>();
        List<Layer> all = new ArrayList<>();
        all.add(new Layer(verdict, evidence));
        all.addAll(inside);
        if (flow.isShared()) {
            all.sort(Comparator.comparingLong(Layers::began));
        }
        for (Layer layer : all) {
            String label = layer.verdict().label();
            if (label != null) {
                add(protocols, weighing.nested(label), layer);
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

    /**
     * Adds the protocols of a layer. Those that the layer's bytes do not show, and that it is in, are not named again: the
     * messages of a NetBIOS session are SMB, and no other session.
     */
    private static void add(List<String> protocols, List<String> nested, Layer layer) {
        int same = isShown(layer, nested.get(0)) ? 0 : Math.min(nested.size(), protocols.size());
        while (same > 0
                && !protocols.subList(protocols.size() - same, protocols.size()).equals(nested.subList(0, same))) {
            same--;
        }
        protocols.addAll(nested.subList(same, nested.size()));
    }

    private static boolean isShown(Layer layer, String protocol) {
        for (Evidence piece : layer.evidence()) {
            if (piece.label().equals(protocol)) {
                return true;
            }
        }
        return false;
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
