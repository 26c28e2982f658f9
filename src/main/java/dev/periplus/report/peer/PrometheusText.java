package dev.periplus.report.peer;

import dev.periplus.answer.Count;
import dev.periplus.answer.Counter;
import dev.periplus.answer.InterfaceCount;
import dev.periplus.answer.RunSummary;
import dev.periplus.text.Printable;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/** Writes the counters of a run in the text format of Prometheus, version 0.0.4. */
public final class PrometheusText {
    /** Content type of the format. */
    public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private static final double SECOND = 1e9;

    private PrometheusText() {}

    /**
     * Returns one metric per counter; {@code malformed.udp-length} becomes {@code periplus_malformed_udp_length_total}.
     *
     * @param interfaces whose own metrics have the label {@code interface}; empty for captures
     */
    public static String of(RunSummary run, List<InterfaceCount> interfaces) {
        StringBuilder text = new StringBuilder();
        for (Count count : run.counters().counts()) {
            boolean gauge = isGauge(count.counter().kind());
            String name = "periplus_" + count.id().replaceAll("[^a-zA-Z0-9]", "_") + (gauge ? "" : "_total");
            metric(text, name, gauge, Long.toString(count.value()));
        }
        metric(text, "periplus_protocols_known", true, Integer.toString(run.rules()));
        metric(text, "periplus_uptime_seconds", true, String.format(Locale.ROOT, "%.3f", run.elapsed() / SECOND));
        perInterface(text, "up", true, interfaces, one -> one.up() ? 1 : 0);
        perInterface(text, "went_down_total", false, interfaces, InterfaceCount::outages);
        perInterface(text, "packets_received_total", false, interfaces, InterfaceCount::received);
        perInterface(text, "packets_kernel_dropped_total", false, interfaces, InterfaceCount::kernelDropped);
        perInterface(text, "packets_dropped_total", false, interfaces, InterfaceCount::interfaceDropped);
        return text.toString();
    }

    private static void perInterface(
            StringBuilder text,
            String what,
            boolean gauge,
            List<InterfaceCount> interfaces,
            ToLongFunction<InterfaceCount> value) {
        String name = "periplus_interface_" + what;
        if (!interfaces.isEmpty()) {
            type(text, name, gauge);
        }
        for (InterfaceCount one : interfaces) {
            String label = Printable.of(one.name()).replace("\\", "\\\\").replace("\"", "\\\"");
            text.append(name).append("{interface=\"").append(label).append("\"} ");
            text.append(value.applyAsLong(one)).append('\n');
        }
    }

    private static boolean isGauge(Counter.Kind kind) {
        return switch (kind) {
            case GAUGE -> true;
            case FATE, LOSS, REASON, NOTE, COUNT -> false;
        };
    }

    private static void metric(StringBuilder text, String name, boolean gauge, String value) {
        type(text, name, gauge);
        text.append(name).append(' ').append(value).append('\n');
    }

    private static void type(StringBuilder text, String name, boolean gauge) {
        text.append("# TYPE ").append(name).append(gauge ? " gauge\n" : " counter\n");
    }
}
