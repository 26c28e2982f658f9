package dev.periplus.classify;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.engine.Knowledge;
import dev.periplus.rule.RuleSet;
import dev.periplus.rulefile.InvalidRulesException;
import dev.periplus.rulefile.RuleFolder;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** At most one flow of noise in ten thousand is labelled, apart from statistical fluctuation. */
class NoiseTest {
    private static final int FLOWS = 40_000;
    private static final int ONE_IN = 10_000;

    /** A count hardly ever exceeds its mean by this many standard deviations. */
    private static final int DEVIATIONS = 4;

    @Test
    void noiseHasNoLabel() throws InvalidRulesException {
        RuleSet rules = RuleFolder.read(
                Path.of("rules"), folder -> Knowledge.ruleLoader().add(folder).load());
        long seed = System.nanoTime();
        List<NoiseCensus.Mistake> mistakes = new NoiseCensus(rules, seed, FLOWS).mistakes();
        double mean = (double) FLOWS / ONE_IN;
        assertTrue(
                mistakes.size() <= mean + DEVIATIONS * Math.sqrt(mean),
                () -> mistakes.size() + " of " + FLOWS + " flows of noise were labelled, seed " + seed + ": "
                        + mistakes);
    }
}
