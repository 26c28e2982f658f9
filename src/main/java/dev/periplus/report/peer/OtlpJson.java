package dev.periplus.report.peer;

import dev.periplus.report.json.JsonText;
import java.util.List;
import java.util.Map;

/**
 * Writes metrics of a run as a request of the OpenTelemetry protocol, {@code ExportMetricsServiceRequest} in JSON (OTLP 1.x,
 * "JSON Protobuf Encoding"): 64-bit integers are strings, enumerations are numbers.
 */
final class OtlpJson {
    /** {@code AGGREGATION_TEMPORALITY_CUMULATIVE}: values count from the start of the run. */
    private static final byte[] SUM_ENDS = JsonText.ascii("],\"aggregationTemporality\":2,\"isMonotonic\":true}}");

    private static final byte[] GAUGE_ENDS = JsonText.ascii("]}}");
    private static final byte[] HEAD = JsonText.ascii("{\"resourceMetrics\":[{\"resource\":{\"attributes\":[");
    private static final byte[] SCOPE =
            JsonText.ascii("]},\"scopeMetrics\":[{\"scope\":{\"name\":\"periplus\",\"version\":");
    private static final byte[] METRICS = JsonText.ascii("},\"metrics\":[");
    private static final byte[] TAIL = JsonText.ascii("]}]}]}");
    private static final byte[] NAME = JsonText.ascii("{\"name\":");
    private static final byte[] SUM = JsonText.ascii(",\"sum\":{\"dataPoints\":[");
    private static final byte[] GAUGE = JsonText.ascii(",\"gauge\":{\"dataPoints\":[");
    private static final byte[] START = JsonText.ascii("{\"startTimeUnixNano\":\"");
    private static final byte[] TIME = JsonText.ascii("\",\"timeUnixNano\":\"");
    private static final byte[] KEY = JsonText.ascii("{\"key\":");
    private static final byte[] STRING = JsonText.ascii(",\"value\":{\"stringValue\":");
    private static final byte[] STRING_ENDS = JsonText.ascii("}}");
    private static final byte[] ATTRIBUTES = JsonText.ascii("\",\"attributes\":[");
    private static final byte[] INTEGER = JsonText.ascii(",\"asInt\":\"");
    private static final byte[] DOUBLE = JsonText.ascii(",\"asDouble\":");

    private final JsonText json = new JsonText();

    private OtlpJson() {}

    /**
     * Returns a request.
     *
     * @param resource attributes of the program, in the order of the map
     * @param version of the program
     * @param start of the run, nanoseconds since the epoch
     * @param time of the values, nanoseconds since the epoch
     */
    static String of(List<RunMetric> metrics, Map<String, String> resource, String version, long start, long time) {
        OtlpJson request = new OtlpJson();
        request.all(metrics, resource, version, start, time);
        return request.json.toString();
    }

    private void all(List<RunMetric> metrics, Map<String, String> resource, String version, long start, long time) {
        json.raw(HEAD);
        boolean first = true;
        for (Map.Entry<String, String> attribute : resource.entrySet()) {
            comma(first);
            first = false;
            attribute(attribute.getKey(), attribute.getValue());
        }
        json.raw(SCOPE).text(version).raw(METRICS);
        first = true;
        for (RunMetric metric : metrics) {
            comma(first);
            first = false;
            metric(metric, start, time);
        }
        json.raw(TAIL);
    }

    private void comma(boolean first) {
        if (!first) {
            json.raw(',');
        }
    }

    private void attribute(String key, String value) {
        json.raw(KEY).text(key).raw(STRING).text(value).raw(STRING_ENDS);
    }

    private void metric(RunMetric metric, long start, long time) {
        json.raw(NAME).text("periplus." + metric.name()).raw(metric.gauge() ? GAUGE : SUM);
        boolean first = true;
        for (RunMetric.Point point : metric.points()) {
            comma(first);
            first = false;
            json.raw(START).number(start).raw(TIME).number(time).raw(ATTRIBUTES);
            String about = point.of();
            if (about != null) {
                attribute("interface", about);
            }
            json.raw(']');
            value(point.value());
            json.raw('}');
        }
        json.raw(metric.gauge() ? GAUGE_ENDS : SUM_ENDS);
    }

    private void value(Number value) {
        if (value instanceof Double) {
            json.raw(DOUBLE).raw(JsonText.ascii(value.toString()));
        } else {
            json.raw(INTEGER).number(value.longValue()).raw('"');
        }
    }
}
