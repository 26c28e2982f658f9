package dev.periplus.report.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.answer.Count;
import dev.periplus.answer.Counter;
import dev.periplus.report.Records;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PrometheusTextTest {
    @Test
    void everyCounterHasAMetricOfItsOwn() {
        Count[] all = Arrays.stream(Counter.values())
                .map(counter -> Count.of(counter.id().replace("*", "gtp-u"), 7))
                .toArray(Count[]::new);
        String metrics = PrometheusText.of(Records.run(all));
        assertTrue(metrics.lines().allMatch(line -> line.matches("(# TYPE )?periplus_\\w+ \\S+")), metrics);
        List<String> names = metrics.lines()
                .filter(line -> line.endsWith(" 7"))
                .map(line -> line.substring(0, line.indexOf(' ')))
                .toList();
        assertEquals(all.length, Set.copyOf(names).size(), metrics);
    }

    @Test
    void onlyWhatMayFallIsAGauge() {
        String metrics = PrometheusText.of(Records.run(
                Counter.QUEUED.count(1), Counter.FLOWS_OPEN.count(2), Counter.MALFORMED_HEADER.count("udp-length", 3)));
        assertTrue(metrics.contains("# TYPE periplus_queued gauge\nperiplus_queued 1\n"), metrics);
        assertTrue(metrics.contains("# TYPE periplus_flows_open gauge\nperiplus_flows_open 2\n"), metrics);
        String counter = "periplus_malformed_udp_length_total";
        assertTrue(metrics.contains("# TYPE " + counter + " counter\n" + counter + " 3\n"), metrics);
    }
}
