package dev.periplus.report.peer;

import dev.periplus.answer.Count;
import dev.periplus.answer.Counter;
import dev.periplus.answer.RunSummary;
import java.util.Locale;

/** Writes the counters of a run in the text format of Prometheus, version 0.0.4. */
public final class PrometheusText {
    /** Content type of the format. */
    public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private static final double SECOND = 1e9;

    private PrometheusText() {}

    /**
     * Returns one metric per counter; {@code malformed.udp-length} becomes {@code periplus_malformed_udp_length_total}.
     */
    public static String of(RunSummary run) {
        StringBuilder text = new StringBuilder();
        for (Count count : run.counters().counts()) {
            boolean gauge = isGauge(count.counter().kind());
            String name = "periplus_" + count.id().replaceAll("[^a-zA-Z0-9]", "_") + (gauge ? "" : "_total");
            metric(text, name, gauge, Long.toString(count.value()));
        }
        metric(text, "periplus_protocols_known", true, Integer.toString(run.rules()));
        metric(text, "periplus_uptime_seconds", true, String.format(Locale.ROOT, "%.3f", run.elapsed() / SECOND));
        return text.toString();
    }

    private static boolean isGauge(Counter.Kind kind) {
        return switch (kind) {
            case GAUGE -> true;
            case FATE, LOSS, REASON, NOTE, COUNT -> false;
        };
    }

    private static void metric(StringBuilder text, String name, boolean gauge, String value) {
        text.append("# TYPE ").append(name).append(gauge ? " gauge\n" : " counter\n");
        text.append(name).append(' ').append(value).append('\n');
    }
}
