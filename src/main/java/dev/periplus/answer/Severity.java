package dev.periplus.answer;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How grave a finding is. */
public enum Severity {
    INFO,
    LOW,
    MEDIUM,
    HIGH,
    CRITICAL;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The severity with this word, or null. */
    public static @Nullable Severity of(String word) {
        for (Severity severity : values()) {
            if (severity.word().equals(word)) {
                return severity;
            }
        }
        return null;
    }
}
