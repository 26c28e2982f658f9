package dev.periplus.report.peer;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.cli.Run;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Reads requests of OTLP in JSON as strictly as the protocol allows: the fields of its messages (opentelemetry/proto/metrics/v1,
 * common/v1 and resource/v1) by their names in lower camel case and by their types. A 64-bit integer is a decimal string, an
 * enumeration a number.
 */
final class OtlpShape {
    private static final String INTEGER_64 = "int64";
    private static final String ENUMERATION = "enum";

    /** Fields of each message, with their types; {@code []} stands for repeated. */
    private static final Map<String, Map<String, String>> MESSAGES = Map.of(
            "Request", Map.of("resourceMetrics", "ResourceMetrics[]"),
            "ResourceMetrics", Map.of("resource", "Resource", "scopeMetrics", "ScopeMetrics[]", "schemaUrl", "string"),
            "Resource", Map.of("attributes", "KeyValue[]", "droppedAttributesCount", "uint32"),
            "ScopeMetrics", Map.of("scope", "Scope", "metrics", "Metric[]", "schemaUrl", "string"),
            "Scope", Map.of("name", "string", "version", "string", "attributes", "KeyValue[]"),
            "Metric",
                    Map.of(
                            "name", "string",
                            "description", "string",
                            "unit", "string",
                            "gauge", "Gauge",
                            "sum", "Sum"),
            "Gauge", Map.of("dataPoints", "NumberDataPoint[]"),
            "Sum",
                    Map.of(
                            "dataPoints",
                            "NumberDataPoint[]",
                            "aggregationTemporality",
                            ENUMERATION,
                            "isMonotonic",
                            "bool"),
            "NumberDataPoint",
                    Map.of(
                            "attributes",
                            "KeyValue[]",
                            "startTimeUnixNano",
                            INTEGER_64,
                            "timeUnixNano",
                            INTEGER_64,
                            "asDouble",
                            "double",
                            "asInt",
                            INTEGER_64),
            "KeyValue", Map.of("key", "string", "value", "AnyValue"));

    private OtlpShape() {}

    /** Fails if a request has a field that the protocol does not, or a value of another type, or no metric. */
    static void check(String request) {
        message("Request", Run.parse(request));
        for (Map<String, Object> metric : metrics(request)) {
            assertTrue(metric.containsKey("gauge") != metric.containsKey("sum"), metric.toString());
            assertTrue(!points(metric).isEmpty(), metric.toString());
            for (Map<String, Object> point : points(metric)) {
                assertTrue(point.containsKey("asInt") != point.containsKey("asDouble"), point.toString());
                long start = Long.parseLong(String.valueOf(point.get("startTimeUnixNano")));
                assertTrue(start <= Long.parseLong(String.valueOf(point.get("timeUnixNano"))), point.toString());
            }
        }
    }

    private static void message(String type, Map<String, Object> message) {
        Map<String, String> fields = MESSAGES.get(type);
        message.forEach((name, value) -> {
            String expected = fields.get(name);
            assertTrue(expected != null, type + " has no field " + name);
            if (expected.endsWith("[]")) {
                String element = expected.substring(0, expected.length() - 2);
                ((List<?>) value).forEach(one -> value(element, one));
            } else {
                value(expected, value);
            }
        });
    }

    @SuppressWarnings("unchecked")
    private static void value(String type, Object value) {
        boolean right = switch (type) {
            case "string" -> value instanceof String;
            case "bool" -> value instanceof Boolean;
            case "double" -> value instanceof Number;
            case ENUMERATION, "uint32" -> value instanceof Integer number && number >= 0;
            case INTEGER_64 -> value instanceof String text && text.matches("-?\\d{1,19}");
            case "AnyValue" ->
                value instanceof Map<?, ?> map && map.size() == 1 && map.get("stringValue") instanceof String;
            default -> {
                message(type, (Map<String, Object>) value);
                yield true;
            }
        };
        assertTrue(right, type + ": " + value);
    }

    static List<Map<String, Object>> metrics(String request) {
        Map<String, Object> resource =
                objects(Run.parse(request), "resourceMetrics").get(0);
        return objects(objects(resource, "scopeMetrics").get(0), "metrics");
    }

    static List<Map<String, Object>> points(Map<String, Object> metric) {
        return objects(object(metric, metric.containsKey("sum") ? "sum" : "gauge"), "dataPoints");
    }

    static Map<String, Object> attributes(Map<String, Object> of) {
        return objects(of, "attributes").stream()
                .collect(Collectors.toMap(
                        one -> String.valueOf(one.get("key")),
                        one -> object(one, "value").get("stringValue"),
                        (one, other) -> other,
                        LinkedHashMap::new));
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> object(Map<String, Object> in, String key) {
        return (Map<String, Object>) in.get(key);
    }

    @SuppressWarnings("unchecked")
    static List<Map<String, Object>> objects(Map<String, Object> in, String key) {
        return (List<Map<String, Object>>) in.get(key);
    }
}
