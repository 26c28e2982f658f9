package dev.periplus.answer;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How severe a finding is. */
public enum Severity {
    INFO,
    LOW,
    MEDIUM,
    HIGH,
    CRITICAL;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the severity with this word, or null. */
    public static @Nullable Severity of(String word) {
        for (Severity severity : values()) {
            if (severity.word().equals(word)) {
                return severity;
            }
        }
        return null;
    }
}
