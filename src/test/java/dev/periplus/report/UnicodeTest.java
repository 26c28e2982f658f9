package dev.periplus.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;

class UnicodeTest {
    @Test
    void wellFormedTextIsLeftAlone() {
        String text = "caf\u00e9 \u0000";
        assertSame(text, Unicode.wellFormed(text));
        assertEquals("a\ud83d\ude00b", Unicode.wellFormed("a\ud83d\ude00b"));
    }

    @Test
    void halvesOfSurrogatePairsAreReplaced() {
        assertEquals("a\ufffdb", Unicode.wellFormed("a\ud83db"));
        assertEquals("\ufffd", Unicode.wellFormed("\ude00"));
        assertEquals("\ufffd\ud83d\ude00\ufffd", Unicode.wellFormed("\ud83d\ud83d\ude00\ud83d"));
    }
}
