package dev.periplus.classify;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.address.Transport;
import dev.periplus.answer.Verdict;
import dev.periplus.engine.Knowledge;
import dev.periplus.rule.Protocol;
import dev.periplus.rule.RuleSet;
import dev.periplus.rule.Signature;
import dev.periplus.rulefile.InvalidRulesException;
import dev.periplus.rulefile.RuleFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Noise as what frames without IP, and IP without ports, carry. At most one flow in ten thousand is labelled, apart from
 * statistical fluctuation. {@code -Dnoise.layer.flows=N} takes N flows of each kind on each transport.
 */
class LayerNoiseTest {
    private static final int FLOWS = Integer.getInteger("noise.layer.flows", 12);
    private static final long SEED = Long.getLong("noise.seed", System.nanoTime());
    private static final int ONE_IN = 10_000;

    @Test
    void noiseOnLayersWithoutPortsHasNoLabel() throws InvalidRulesException {
        RuleSet rules = RuleFolder.read(
                Path.of("rules"), folder -> Knowledge.ruleLoader().add(folder).load());
        ClassifierFixture fixture = new ClassifierFixture(rules);
        List<String> labelled = new ArrayList<>();
        long flows = 0;
        for (int transport : transports(rules)) {
            Noise noise = new Noise(SEED + transport);
            for (Noise.Kind kind : Noise.KINDS) {
                for (int i = 0; i < FLOWS; i++) {
                    Conversation conversation =
                            new Conversation(transport, noise.next(kind).turns());
                    Verdict verdict = fixture.hear(conversation, 0, 0).verdict();
                    flows++;
                    if (verdict.label() != null) {
                        labelled.add(Transport.name(transport) + " " + kind + ": " + verdict);
                    }
                }
            }
        }
        double mean = (double) flows / ONE_IN;
        long all = flows;
        assertTrue(
                labelled.size() <= mean + 4 * Math.sqrt(mean) + 3,
                () -> labelled.size() + " of " + all + " flows of noise labelled, seed " + SEED + ": "
                        + String.join("\n", labelled));
    }

    private static TreeSet<Integer> transports(RuleSet rules) {
        TreeSet<Integer> transports =
                new TreeSet<>(List.of(1, 2, 50, 58, Transport.ofEtherType(0x88e5), Transport.ofEtherType(0x4242)));
        for (Protocol protocol : rules.protocols()) {
            for (Signature signature : protocol.signatures()) {
                signature.transports().stream()
                        .filter(transport -> !Transport.hasPorts(transport))
                        .forEach(transports::add);
            }
        }
        return transports;
    }
}
