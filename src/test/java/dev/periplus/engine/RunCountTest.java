package dev.periplus.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.answer.Count;
import dev.periplus.answer.Counter;
import dev.periplus.answer.Counters;
import dev.periplus.answer.RunSummary;
import dev.periplus.answer.Verdict;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RunCountTest {
    private final RunCount run = new RunCount(record -> true, record -> {});

    private RunSummary summary(Counters packets, Counters path) {
        return run.summary(1, List.of(), packets, path, 0);
    }

    @Test
    void flowsStandBetweenPacketsAndThePath() {
        Counters counters = summary(Counters.of(Counter.PACKETS.count(2)), Counters.of(Counter.FLOWS_EVICTED.count(0)))
                .counters();
        assertEquals(
                Stream.of(
                                Stream.of("packets", "flows", "flows.labelled"),
                                Stream.of(Verdict.Unknown.values()).map(why -> "flows.unknown." + why.id()),
                                Stream.of("flows.evicted"))
                        .flatMap(ids -> ids)
                        .toList(),
                counters.counts().stream().map(Count::id).toList());
    }

    @Test
    void droppedPacketsAndEvictedFlowsMakeARunPartial() {
        for (String id : List.of("kernel-dropped", "interface-dropped", "ring-dropped", "flows.evicted")) {
            assertTrue(isPartialWith(id), id);
        }
        for (String id : List.of("packets-duplicate", "packets-filtered", "truncated", "malformed", "queued")) {
            assertFalse(isPartialWith(id), id);
        }
    }

    private boolean isPartialWith(String id) {
        summary(Counters.of(Count.of(id, 1)), Counters.NONE);
        return run.partial();
    }
}
