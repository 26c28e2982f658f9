package dev.periplus.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.text.Printable;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PrintableTest {
    @Test
    void plainTextIsLeftAlone() {
        String text = "SSH-2.0-OpenSSH_9.3";
        assertSame(text, Printable.of(text));
        assertEquals("b\u00fccher \u6f22", Printable.of("b\u00fccher \u6f22"));
    }

    @Test
    void terminalEscapesAreWrittenOut() {
        assertEquals("\\x1b[31mred\\x1b]0;title\\x07", Printable.of("\u001b[31mred\u001b]0;title\u0007"));
        assertEquals("a\\x0d\\x0ab\\x09\\x7f\\x9b", Printable.of("a\r\nb\t\u007f\u009b"));
    }

    @Test
    void whatHidesOrReordersTextIsWrittenOut() {
        assertEquals("a\\u202eb\\u2028\\u200b", Printable.of("a\u202eb\u2028\u200b"));
        assertEquals("\\ud800x", Printable.of("\ud800x"));
    }

    @Test
    void nothingThatATerminalActsOnIsLeft() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int j = random.nextInt(20); j >= 0; j--) {
                text.append((char) (random.nextBoolean() ? random.nextInt(256) : random.nextInt(65536)));
            }
            String safe = Printable.of(text.toString());
            assertTrue(
                    safe.codePoints()
                            .noneMatch(c -> Character.isISOControl(c)
                                    || Character.getType(c) == Character.FORMAT
                                    || Character.getType(c) == Character.SURROGATE),
                    () -> "seed " + seed);
        }
    }

    @Test
    void aTextIsCutBetweenCharacters() {
        assertEquals("ab", Printable.of("abc", 2));
        assertEquals("a\\x1b", Printable.of("a\u001bc", 2));
        assertEquals("a\ud83d\ude00", Printable.of("a\ud83d\ude00b", 3));
        assertEquals("a", Printable.of("a\ud83d\ude00b", 2));
    }

    @Test
    void foldedTextIsOnOneLine() {
        assertEquals("a b c", Printable.folded(" a\t\r\nb\u001bc\u0007 "));
        assertEquals("abc", Printable.folded("a\u202eb\u200bc\ufeff"));
        assertEquals("", Printable.folded("\u0000\u00a0"));
        assertEquals("x y", Printable.folded("x\ud800 y"));
        String ascii = "plain text";
        assertSame(ascii, Printable.folded(ascii));
    }

    @Test
    void longTextIsShortened() {
        assertEquals("a".repeat(40) + "...", Printable.shortened("a".repeat(5000)));
        assertEquals("short", Printable.shortened(" short "));
    }
}
