package dev.periplus.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {
    private static final List<String> KNOWN = List.of("review", "replay", "rules", "registry", "ssh", "--evidence");

    @Test
    void aLetterTooManyTooFewOrExchangedIsNear() {
        assertEquals(List.of("review"), Nearest.of("reviev", KNOWN));
        assertEquals(List.of("review"), Nearest.of("reveiw", KNOWN));
        assertEquals(List.of("ssh"), Nearest.of("SSSH", KNOWN));
        assertEquals(List.of("--evidence"), Nearest.of("--evidnce", KNOWN));
        assertEquals("; did you mean rules?", Nearest.question("rule", KNOWN));
    }

    @Test
    void otherWordsAreNot() {
        assertEquals(List.of(), Nearest.of("capture", KNOWN));
        assertEquals(List.of(), Nearest.of("x".repeat(100_000), KNOWN));
        assertEquals("", Nearest.question("", KNOWN));
    }

    @Test
    void atMostThreeAreOffered() {
        assertEquals(3, Nearest.of("name", Collections.nCopies(9, "names")).size());
    }
}
