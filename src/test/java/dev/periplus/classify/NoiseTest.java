package dev.periplus.classify;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.engine.Knowledge;
import dev.periplus.rule.RuleSet;
import dev.periplus.rulefile.InvalidRulesException;
import dev.periplus.rulefile.RuleFolder;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Bytes that are of no protocol get no label, but for one flow in ten thousand and what chance adds to that. */
class NoiseTest {
    private static final int FLOWS = 40_000;
    private static final int ONE_IN = 10_000;

    /** So many standard deviations of a count above its mean are hardly ever seen. */
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
                () -> mistakes.size() + " of " + FLOWS + " flows of noise have a label, seed " + seed + ": "
                        + mistakes);
    }
}
