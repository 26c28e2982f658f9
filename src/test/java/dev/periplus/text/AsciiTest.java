package dev.periplus.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;

class AsciiTest {
    @Test
    void signsKeepTheirPlace() {
        String plain = "10.0.0.1 > 10.0.0.2";
        assertSame(plain, Ascii.of(plain));
        assertEquals("x2 10.0.0.1 > 10.0.0.2 ssh ! sysscanner~", Ascii.of("×2 10.0.0.1 → 10.0.0.2 ssh ≠ sysscanner…"));
        assertEquals("M?nchen ?", Ascii.of("München \ud83d\ude00"));
    }
}
