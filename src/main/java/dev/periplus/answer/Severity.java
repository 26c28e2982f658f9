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

    /** Returns the severity so many levels lower, but at least {@link #LOW}; {@link #INFO} stays. */
    public Severity lowered(int levels) {
        return this == INFO ? INFO : values()[Math.max(LOW.ordinal(), ordinal() - levels)];
    }

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
