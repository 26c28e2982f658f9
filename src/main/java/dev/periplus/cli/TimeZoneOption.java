package dev.periplus.cli;

import dev.periplus.command.UsageException;
import dev.periplus.command.Writing;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** The option {@code -t}: the zone of times in text for people, and of times in conditions that name none. */
final class TimeZoneOption {
    private static final String NAME = "time-zone";

    private TimeZoneOption() {}

    static Arguments declare(Arguments arguments) {
        return arguments.value(
                "t",
                NAME,
                "ZONE",
                "times in utc (default) or local time, in text and conditions; lines also take epoch and delta");
    }

    /** How lines write times: the words of tshark too. */
    static Writing applied(Arguments arguments, Writing writing) {
        String zone = arguments.get(NAME);
        return switch (zone == null ? "" : zone) {
            case "epoch", "e" -> writing.timesSinceEpoch();
            case "delta", "relative", "r" -> writing.timesSinceFirst();
            default -> writing;
        };
    }

    /** Returns UTC for a command without the option. */
    static ZoneId of(Arguments arguments) throws UsageException {
        String zone = arguments.get(NAME);
        return switch (zone == null ? "utc" : zone) {
            case "utc", "u", "ud", "epoch", "e", "delta", "relative", "r" -> ZoneOffset.UTC;
            case "local", "a", "ad" -> ZoneId.systemDefault();
            default -> throw new UsageException("-t takes utc, local, epoch or delta, not '" + zone + "'");
        };
    }
}
