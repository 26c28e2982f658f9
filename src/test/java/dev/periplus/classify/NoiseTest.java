package dev.periplus.classify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.engine.Knowledge;
import dev.periplus.rule.RuleSet;
import dev.periplus.rulefile.InvalidRulesException;
import dev.periplus.rulefile.RuleFolder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * At most one flow of noise in ten thousand is labelled, of all kinds together and of each, apart from statistical
 * fluctuation. {@code -Dnoise.flows=N} takes N flows of each kind, {@code -Dnoise.seed=N} repeats a run.
 */
class NoiseTest {
    private static final int FLOWS = Integer.getInteger("noise.flows", 300);
    private static final long SEED = Long.getLong("noise.seed", System.nanoTime());
    private static final int ONE_IN = 10_000;

    /** A count hardly ever exceeds its mean by this many standard deviations and as many flows. */
    private static final int DEVIATIONS = 4;

    private static final int FEW = 3;

    @Test
    void noiseHasNoLabel() throws InvalidRulesException {
        RuleSet rules = RuleFolder.read(
                Path.of("rules"), folder -> Knowledge.ruleLoader().add(folder).load());
        Map<String, List<NoiseCensus.Mistake>> mistakes = new NoiseCensus(rules, SEED, FLOWS, Noise.KINDS).mistakes();
        int all = mistakes.values().stream().mapToInt(List::size).sum();
        Map<String, List<NoiseCensus.Mistake>> tooMany = new TreeMap<>(mistakes);
        tooMany.values().removeIf(made -> made.size() <= most(FLOWS));
        assertEquals(Map.of(), tooMany, () -> "flows of noise labelled, of " + FLOWS + " each, seed " + SEED);
        assertTrue(
                all <= most((long) FLOWS * mistakes.size()),
                () -> all + " of " + FLOWS + " flows of " + mistakes.size()
                        + " kinds of noise each were labelled, seed " + SEED + ": " + mistakes.values());
    }

    private static double most(long flows) {
        double mean = (double) flows / ONE_IN;
        return mean + DEVIATIONS * Math.sqrt(mean) + FEW;
    }
}
