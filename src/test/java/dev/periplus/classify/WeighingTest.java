package dev.periplus.classify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.answer.Evidence;
import dev.periplus.rule.RuleLoader;
import dev.periplus.rule.RuleSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class WeighingTest {
    private final RuleSet rules = load();
    private final Weighing weighing = new Weighing(rules);

    private static RuleSet load() {
        return new RuleLoader().packaged().load();
    }

    private static Evidence evidence(String label, double weight) {
        return Evidence.of(Evidence.Kind.SIGNATURE, label, weight, "test", "test");
    }

    @Test
    void confidenceIsTheOddsAgainstNoneOfThem() {
        List<Weighing.Weighed> weighed = weighing.weigh(List.of(evidence("ssh", 50)));
        assertEquals(10.0 / 11, weighed.get(0).confidence(), 1e-9);
    }

    @Test
    void evidenceAddsUp() {
        List<Weighing.Weighed> weighed = weighing.weigh(List.of(evidence("ssh", 30), evidence("ssh", 20)));
        assertEquals(10, weighed.get(0).sum(), 1e-9);
    }

    @Test
    void rivalsShareTheOdds() {
        List<Weighing.Weighed> weighed = weighing.weigh(List.of(evidence("ssh", 80), evidence("ftp", 80)));
        assertTrue(weighed.get(0).confidence() < 0.5);
    }

    @Test
    void aRefinedLabelIsNoRivalAndWinsOverItsEnvelope() {
        List<Weighing.Weighed> weighed = weighing.weigh(List.of(evidence("http", 90), evidence("websocket", 40)));
        assertEquals("websocket", weighed.get(0).label());
        assertTrue(weighed.get(0).confidence() > 0.99);
        assertEquals("http", weighing.envelope("websocket"));
    }

    @Test
    void contradictionTakesALabelBack() {
        List<Weighing.Weighed> weighed = weighing.weigh(List.of(evidence("ssh", 60), evidence("ssh", -40)));
        assertTrue(weighed.get(0).confidence() < Weighing.LEAST);
    }

    @Test
    void nothingIsEverCertain() {
        assertTrue(weighing.weigh(List.of(evidence("ssh", 100_000))).get(0).confidence() < 1);
    }
}
