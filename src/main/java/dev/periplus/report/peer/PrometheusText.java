package dev.periplus.report.peer;

import java.util.List;
import java.util.Locale;

/** Writes metrics of a run in the text format of Prometheus, version 0.0.4. */
public final class PrometheusText {
    /** Content type of the format. */
    public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private PrometheusText() {}

    /**
     * Returns the metrics; {@code malformed.udp-length} becomes {@code periplus_malformed_udp_length_total}. Those of
     * interfaces have the label {@code interface}.
     */
    public static String of(List<RunMetric> metrics) {
        StringBuilder text = new StringBuilder();
        for (RunMetric metric : metrics) {
            String name =
                    "periplus_" + metric.name().replaceAll("[^a-zA-Z0-9]", "_") + (metric.gauge() ? "" : "_total");
            text.append("# TYPE ").append(name).append(metric.gauge() ? " gauge\n" : " counter\n");
            for (RunMetric.Point point : metric.points()) {
                text.append(name);
                String about = point.of();
                if (about != null) {
                    String label = about.replace("\\", "\\\\").replace("\"", "\\\"");
                    text.append("{interface=\"").append(label).append("\"}");
                }
                text.append(' ').append(value(point.value())).append('\n');
            }
        }
        return text.toString();
    }

    private static String value(Number value) {
        return value instanceof Double ? String.format(Locale.ROOT, "%.3f", value) : value.toString();
    }
}
