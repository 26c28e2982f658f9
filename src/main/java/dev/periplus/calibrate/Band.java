package dev.periplus.calibrate;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Bands of confidence, from the lowest; each ends where the next begins. */
public enum Band {
    FROM_50(0.5, "0.5-0.7"),
    FROM_70(0.7, "0.7-0.9"),
    FROM_90(0.9, "0.9-0.99"),
    FROM_99(0.99, "0.99-0.999"),
    FROM_999(0.999, "0.999+");

    private final double lowest;
    private final String text;

    Band(double lowest, String text) {
        this.lowest = lowest;
        this.text = text;
    }

    /** The lowest confidence of the band: the share of labels in it that should at least be right. */
    public double lowest() {
        return lowest;
    }

    public String text() {
        return text;
    }

    /** Returns the band of a label's confidence, 0.5 to 1. */
    static Band of(double confidence) {
        Band found = FROM_50;
        for (Band band : values()) {
            found = confidence >= band.lowest ? band : found;
        }
        return found;
    }

    static @Nullable Band named(String text) {
        return Arrays.stream(values())
                .filter(band -> band.text.equals(text))
                .findFirst()
                .orElse(null);
    }
}
