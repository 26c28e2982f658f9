package dev.periplus.cli;

import dev.periplus.command.Monitoring;
import dev.periplus.command.UsageException;
import java.nio.file.Path;
import java.time.Duration;

/** The options of a run over a source that does not wait for the program, and what they choose. */
final class MonitoringOptions {
    private static final int MOST_SECONDS = 1_000_000;
    private static final int ACTIVE = 120;

    private MonitoringOptions() {}

    /** @param when these options apply, as {@code "with --speed, "}, or "" */
    static Arguments declare(Arguments arguments, String when) {
        return arguments
                .group(when.isEmpty() ? "While it runs" : "Replaying at capture speed")
                .value(
                        null,
                        "active-timeout",
                        "SECONDS",
                        when + "report open flows every SECONDS (default " + ACTIVE + ")")
                .value(
                        null,
                        "stats-interval",
                        "SECONDS",
                        when + "print statistics every SECONDS (default 10 on a terminal, else 60)")
                .value(
                        "b",
                        "ring-buffer",
                        "LIMIT",
                        when + "start another output file after duration:SECONDS or filesize:KIB;"
                                + " files:N keeps N files")
                .flag(null, "top", when + "live view of flows, conflicts first (default for live on a terminal)")
                .flag(null, "no-top", when + "print lines instead of the live view")
                .value(
                        null,
                        "metrics",
                        "[HOST:]PORT",
                        when + "serve every counter to Prometheus (on loopback without HOST)")
                .value(
                        null,
                        "otlp",
                        "URL",
                        when + "send every counter to a collector of OpenTelemetry (OTLP over HTTP)")
                .value(null, "otlp-settings", "FILE", when + "properties of --otlp: interval, passwords, TLS ...");
    }

    static Monitoring of(Arguments parsed) throws UsageException {
        Monitoring monitoring = new Monitoring()
                .active(Duration.ofSeconds(parsed.number("active-timeout", ACTIVE, 1, MOST_SECONDS)))
                .view(parsed.has("no-top") ? Boolean.FALSE : parsed.has("top") ? Boolean.TRUE : null);
        long statistics = parsed.number("stats-interval", 0, 1, MOST_SECONDS);
        if (statistics > 0) {
            monitoring.statistics(Duration.ofSeconds(statistics));
        }
        String metrics = parsed.get("metrics");
        if (metrics != null) {
            monitoring.metrics(metrics);
        }
        String collector = parsed.get("otlp");
        String settings = parsed.get("otlp-settings");
        if (collector == null && settings != null) {
            throw new UsageException("--otlp-settings needs --otlp");
        }
        if (collector != null) {
            monitoring.collector(collector, settings == null ? null : Path.of(settings));
        }
        return monitoring;
    }
}
