package dev.periplus.api;

import dev.periplus.answer.Counter;
import dev.periplus.answer.RunSummary;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a run read and what it lost.
 *
 * @param version of Periplus
 * @param rules SHA-256 of the rules in force
 * @param packets read
 * @param flows that have ended
 * @param counters every counter by its name in the native record, in the order of display
 * @param problems one sentence for each capture or interface that could not be read to its end, or for an output that failed
 * @param partial whether packets were dropped or flows evicted
 */
public record RunResult(
        String version,
        String rules,
        long packets,
        long flows,
        Map<String, Long> counters,
        List<String> problems,
        boolean partial) {
    /** Copies the counters and the problems. */
    public RunResult {
        counters = Collections.unmodifiableMap(new LinkedHashMap<>(counters));
        problems = List.copyOf(problems);
    }

    static RunResult of(RunSummary summary, String rules, boolean partial) {
        Map<String, Long> counters = new LinkedHashMap<>();
        summary.counters().counts().forEach(count -> counters.put(count.id(), count.value()));
        return new RunResult(
                summary.version(),
                rules,
                summary.packets(),
                summary.counters().get(Counter.FLOWS),
                counters,
                summary.captures().stream()
                        .map(RunSummary.CaptureRead::problem)
                        .filter(Objects::nonNull)
                        .toList(),
                partial);
    }
}
