package dev.periplus.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;

class MeasuredLabelsTest {
    private static final String TABLE = """
            # What labels were worth when measured.
            label	right	wrong	low
            ssh	409	3	0.98
            tls	12000	0	0.99
            """;

    @Test
    void aLabelHasItsRecord() {
        MeasuredLabels measured = MeasuredLabels.of(TABLE);
        assertEquals("3 wrong of 412 elsewhere", measured.record("ssh"));
        assertEquals("0 wrong of 12,000 elsewhere", measured.record("tls"));
    }

    @Test
    void nothingIsSaidOfWhatWasNotMeasured() {
        assertNull(MeasuredLabels.of(TABLE).record("dns"));
        assertNull(MeasuredLabels.of("").record("ssh"));
    }

    @Test
    void thePackagedTableCanBeRead() {
        assertNull(MeasuredLabels.packaged().record("no label"));
    }
}
