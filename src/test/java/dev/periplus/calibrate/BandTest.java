package dev.periplus.calibrate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class BandTest {
    @Test
    void aBandBeginsAtItsLowestConfidence() {
        for (Band band : Band.values()) {
            assertEquals(band, Band.of(band.lowest()));
            assertEquals(band, Band.named(band.text()));
            if (band != Band.FROM_50) {
                assertEquals(Band.values()[band.ordinal() - 1], Band.of(Math.nextDown(band.lowest())));
            }
        }
        assertEquals(Band.FROM_999, Band.of(1));
    }

    @Test
    void confidenceIsTooHighOnlyIfTheWholeIntervalIsLower() {
        assertTrue(new Measured(50, 50).isBelow(0.7));
        assertFalse(new Measured(65, 35).isBelow(0.7)); // 0.5481 to 0.7427
        assertFalse(new Measured(1, 1).isBelow(0.9));
        assertTrue(new Measured(990, 10).isBelow(0.999));
    }
}
