package dev.periplus.rulefile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;

class TextsTest {
    @Test
    void leavesNothingThatMovesACursorOrHidesText() {
        assertEquals("a b c", Texts.clean(" a\t\r\nb\u001bc\u0007 "));
        assertEquals("abc", Texts.clean("a\u202eb\u200bc\ufeff"));
        assertEquals("", Texts.clean("\u0000\u00a0"));
        assertEquals("x y", Texts.clean("x\ud800 y"));
    }

    @Test
    void keepsCleanTextAsItIs() {
        String text = "World Wide Web (HTTP) \u00e9";
        assertEquals(text, Texts.clean(text));
        String ascii = "Sys Scanner";
        assertSame(ascii, Texts.clean(ascii));
    }

    @Test
    void quotesNoMoreThanAFewWords() {
        assertEquals("a".repeat(40) + "...", Texts.shortened("a".repeat(5000)));
    }
}
