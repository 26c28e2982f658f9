package dev.periplus.report.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.answer.Count;
import dev.periplus.answer.Counter;
import dev.periplus.answer.InterfaceCount;
import dev.periplus.answer.RunSummary;
import dev.periplus.report.Records;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PrometheusTextTest {
    private static String text(RunSummary run, List<InterfaceCount> interfaces) {
        return PrometheusText.of(RunMetric.of(run, interfaces));
    }

    @Test
    void everyCounterHasAMetricOfItsOwn() {
        Count[] all = Arrays.stream(Counter.values())
                .map(counter -> Count.of(counter.id().replace("*", "gtp-u"), 7))
                .toArray(Count[]::new);
        String metrics = text(Records.run(all), List.of());
        assertTrue(metrics.lines().allMatch(line -> line.matches("(# TYPE )?periplus_\\w+ \\S+")), metrics);
        List<String> names = metrics.lines()
                .filter(line -> line.endsWith(" 7"))
                .map(line -> line.substring(0, line.indexOf(' ')))
                .toList();
        assertEquals(all.length, Set.copyOf(names).size(), metrics);
    }

    @Test
    void onlyWhatMayFallIsAGauge() {
        String metrics = text(
                Records.run(
                        Counter.QUEUED.count(1),
                        Counter.FLOWS_OPEN.count(2),
                        Counter.MALFORMED_HEADER.count("udp-length", 3)),
                List.of());
        assertTrue(metrics.contains("# TYPE periplus_queued gauge\nperiplus_queued 1\n"), metrics);
        assertTrue(metrics.contains("# TYPE periplus_flows_open gauge\nperiplus_flows_open 2\n"), metrics);
        String counter = "periplus_malformed_udp_length_total";
        assertTrue(metrics.contains("# TYPE " + counter + " counter\n" + counter + " 3\n"), metrics);
    }

    @Test
    void everyInterfaceHasItsMetrics() {
        List<InterfaceCount> interfaces =
                List.of(new InterfaceCount("eth0", true, 5, 4, 3, 2), new InterfaceCount("a\"\\\n", false, 0, 0, 0, 1));
        List<String> lines = text(Records.run(), interfaces).lines().toList();
        assertTrue(
                lines.containsAll(List.of(
                        "# TYPE periplus_interface_up gauge",
                        "periplus_interface_up{interface=\"eth0\"} 1",
                        "periplus_interface_up{interface=\"a\\\"\\\\\\\\x0a\"} 0",
                        "# TYPE periplus_interface_went_down_total counter",
                        "periplus_interface_went_down_total{interface=\"eth0\"} 2",
                        "periplus_interface_packets_received_total{interface=\"eth0\"} 5",
                        "periplus_interface_packets_kernel_dropped_total{interface=\"eth0\"} 4",
                        "periplus_interface_packets_dropped_total{interface=\"eth0\"} 3")),
                lines.toString());
    }
}
