package dev.periplus.classify;

import dev.periplus.answer.Layer;
import dev.periplus.answer.Metadata;
import dev.periplus.answer.Verdict;
import dev.periplus.rule.RuleSet;
import java.util.ArrayList;
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
     * negotiated with ALPN in TLS, QUIC or DTLS (RFC 7301). Empty without a label.
     */
    public List<String> protocols(Verdict verdict, List<Layer> inside, Metadata metadata) {
        List<String> protocols = new ArrayList<>();
        String label = verdict.label();
        if (label == null) {
            return protocols;
        }
        protocols.addAll(weighing.nested(label));
        for (Layer layer : inside) {
            String deeper = layer.verdict().label();
            if (deeper != null) {
                protocols.addAll(weighing.nested(deeper));
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
