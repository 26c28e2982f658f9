package dev.periplus.report.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ColumnsTest {
    @Test
    void wideCharactersTakeTwoColumns() {
        assertEquals(3, Columns.width("abc"));
        assertEquals(4, Columns.width("\u6f22\u5b57"));
        assertEquals(2, Columns.width("\ud83d\ude00"));
    }

    @Test
    void textIsCutWithAnEllipsis() {
        assertEquals("abcde", Columns.cut("abcde", 5));
        assertEquals("abc\u2026", Columns.cut("abcde", 4));
        assertEquals("2001\u2026::1", Columns.cutMiddle("2001:db8:1:2::1", 8));
        assertEquals("ab   ", Columns.left("ab", 5));
        assertEquals("   ab", Columns.right("ab", 5));
    }

    @Test
    void textIsBrokenAtSpacesAndCutInTheLastLine() {
        assertEquals(List.of("one two", "three"), Columns.wrap("one two three", 8, 2));
        assertEquals(List.of("one two", "three f\u2026"), Columns.wrap("one two three four five", 8, 2));
        assertEquals(List.of("abcdefgh", "ij"), Columns.wrap("abcdefghij", 8, 3));
        assertEquals(List.of(), Columns.wrap("", 8, 3));
    }

    @Test
    void noLineIsWiderThanAsked() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 5_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int j = random.nextInt(60); j > 0; j--) {
                text.append(random.nextInt(4) == 0 ? " " : random.nextInt(3) == 0 ? "\u6f22" : "x");
            }
            int width = 4 + random.nextInt(20);
            int most = 1 + random.nextInt(4);
            List<String> lines = Columns.wrap(text.toString(), width, most);
            assertTrue(lines.size() <= most, () -> "seed " + seed);
            for (String line : lines) {
                assertTrue(Columns.width(line) <= width, () -> "seed " + seed + ", width " + width + ": " + line);
            }
            assertTrue(Columns.width(Columns.cutMiddle(text.toString(), width)) <= width, () -> "seed " + seed);
            assertEquals(width, Columns.width(Columns.left(text.toString(), width)), () -> "seed " + seed);
        }
    }
}
