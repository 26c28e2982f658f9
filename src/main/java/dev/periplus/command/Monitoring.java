package dev.periplus.command;

import dev.periplus.report.peer.Metrics;
import dev.periplus.report.peer.OtlpSender;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a run over a source that does not wait tells while it lasts. */
public final class Monitoring {
    private Duration active = Duration.ofMinutes(2);
    private @Nullable Duration statistics;
    private @Nullable InetSocketAddress metrics;
    private @Nullable String collector;
    private @Nullable Path collectorSettings;
    private @Nullable Boolean view;

    /** How often flows that are still open are reported; two minutes unless set. */
    public Monitoring active(Duration interval) {
        active = interval;
        return this;
    }

    /** How often a line of statistics is printed; ten seconds for an interactive console and a minute otherwise, unless set. */
    public Monitoring statistics(Duration interval) {
        statistics = interval;
        return this;
    }

    /**
     * Serves every counter to Prometheus.
     *
     * @param address {@code 9464} (on loopback), {@code HOST:9464} or {@code [::1]:9464}; port 0 stands for any free one
     * @throws UsageException if it is no address
     */
    public Monitoring metrics(String address) throws UsageException {
        try {
            metrics = Metrics.address(address);
            return this;
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    /**
     * Sends every counter to a collector of OpenTelemetry (OTLP over HTTP).
     *
     * @param url as {@code http://localhost:4318}
     * @param settings properties: interval, passwords, TLS; or null
     * @throws UsageException if it is no such URL
     */
    public Monitoring collector(String url, @Nullable Path settings) throws UsageException {
        if (!OtlpSender.isServer(url)) {
            throw new UsageException("--otlp takes a URL such as http://localhost:4318, not '" + url
                    + "'; a password belongs into --otlp-settings FILE");
        }
        collector = url;
        collectorSettings = settings;
        return this;
    }

    /** Whether to show a live view, which needs a console with a display; null for what suits the operation. */
    public Monitoring view(@Nullable Boolean shown) {
        view = shown;
        return this;
    }

    Duration active() {
        return active;
    }

    long statisticsNanos(Console console) {
        Duration chosen = statistics;
        if (console.isQuiet()) {
            return Long.MAX_VALUE;
        }
        return (chosen == null ? Duration.ofSeconds(console.isInteractive() ? 10 : 60) : chosen).toNanos();
    }

    @Nullable
    InetSocketAddress metrics() {
        return metrics;
    }

    @Nullable
    String collector() {
        return collector;
    }

    @Nullable
    Path collectorSettings() {
        return collectorSettings;
    }

    @Nullable
    Boolean view() {
        return view;
    }
}
