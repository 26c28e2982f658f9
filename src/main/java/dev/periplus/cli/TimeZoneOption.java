package dev.periplus.cli;

import java.time.ZoneId;
import java.time.ZoneOffset;

/** The option {@code -t}: the zone of times in text for people, and of times in conditions that name none. */
final class TimeZoneOption {
    private static final String NAME = "time-zone";

    private TimeZoneOption() {}

    static Arguments declare(Arguments arguments) {
        return arguments.value("t", NAME, "ZONE", "times in utc (default) or local time, in text and conditions");
    }

    /** Returns UTC for a command without the option. */
    static ZoneId of(Arguments arguments) throws UsageException {
        String zone = arguments.get(NAME);
        return switch (zone == null ? "utc" : zone) {
            case "utc", "u", "ud" -> ZoneOffset.UTC;
            case "local", "a", "ad" -> ZoneId.systemDefault();
            default -> throw new UsageException("-t takes utc or local, not '" + zone + "'");
        };
    }
}
