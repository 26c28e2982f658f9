package dev.periplus.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RuleTrialTest {
    private final RuleTrial trial = new RuleTrial(new LoadedRules(Map.of(), List.of()));

    private static String rule(String id, String pattern, String example) {
        return String.join(
                "\n",
                "id: " + id,
                "name: " + id,
                "category: other",
                "references: [\"somewhere, section 1\"]",
                "signatures:",
                "  - name: first",
                "    transport: udp",
                "    when:",
                "      - bytes[0] == " + pattern,
                "    matches:",
                "      - " + example,
                "    rejects:",
                "      - 00 00 00 00",
                "");
    }

    @Test
    void aTextThatProvesItsExamplesIsTaken() {
        assertEquals(
                List.of(),
                trial.add("one", rule("one", "c3 f1 81", "c3 f1 81 99")).failures());
        assertTrue(trial.isKnown("one"));
    }

    @Test
    void aTextIsProvedAgainstThoseTakenBefore() {
        trial.add("one", rule("one", "c3 f1 81", "c3 f1 81 99"));
        RuleTrial.Outcome outcome = trial.add("two", rule("two", "c3 f1", "c3 f1 81 99"));
        assertEquals(1, outcome.failures().size());
        assertTrue(
                outcome.failures().get(0).contains("claimed by one/first"),
                outcome.failures().get(0));
        assertFalse(trial.isKnown("two"));
    }

    @Test
    void aTextThatTakesAwayAnExampleOfOneBeforeIsNotTaken() {
        trial.add("one", rule("one", "c3 f1", "c3 f1 81 99"));
        RuleTrial.Outcome outcome = trial.add("two", rule("two", "c3 f1 81", "c3 f1 81 99"));
        assertTrue(
                outcome.failures().get(0).startsWith("one/first"),
                outcome.failures().toString());
    }

    @Test
    void whatIsNoRuleIsSaidWithItsLine() {
        RuleTrial.Outcome outcome = trial.add("one", rule("one", "c3 f", "c3 f1"));
        assertNull(outcome.protocol());
        assertTrue(
                outcome.failures().get(0).startsWith("one.yaml:9: "),
                outcome.failures().toString());
        assertNull(trial.add("one", "[").protocol());
    }
}
