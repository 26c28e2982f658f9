package dev.periplus.rulefile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;

class SafeTextTest {
    @Test
    void leavesNothingThatMovesACursorOrHidesText() {
        assertEquals("a b c", SafeText.clean(" a\t\r\nb\u001bc\u0007 "));
        assertEquals("abc", SafeText.clean("a\u202eb\u200bc\ufeff"));
        assertEquals("", SafeText.clean("\u0000\u00a0"));
        assertEquals("x y", SafeText.clean("x\ud800 y"));
    }

    @Test
    void keepsCleanTextAsItIs() {
        String text = "World Wide Web (HTTP) \u00e9";
        assertEquals(text, SafeText.clean(text));
        String ascii = "Sys Scanner";
        assertSame(ascii, SafeText.clean(ascii));
    }

    @Test
    void quotesNoMoreThanAFewWords() {
        assertEquals("a".repeat(40) + "...", SafeText.shortened("a".repeat(5000)));
    }
}
