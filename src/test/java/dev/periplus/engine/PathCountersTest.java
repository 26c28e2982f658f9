package dev.periplus.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.answer.Count;
import dev.periplus.answer.Counter;
import dev.periplus.answer.Counter.Kind;
import dev.periplus.answer.Counters;
import dev.periplus.decode.DecodeCounters;
import dev.periplus.decode.DecodeLoss;
import dev.periplus.flow.FlowCounters;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Every new field of the decode or flow counters must become a counter of the run. */
class PathCountersTest {
    private static final long FIRST = 1_000;

    /** Sets each public field to a distinct number and returns the numbers by field. */
    private static Map<String, Long> fill(Object counters) throws IllegalAccessException {
        Map<String, Long> figures = new HashMap<>();
        for (Field field : counters.getClass().getFields()) {
            long figure = FIRST + figures.size();
            field.setLong(counters, figure);
            figures.put(field.getName(), figure);
        }
        return figures;
    }

    private static Set<String> missing(Map<String, Long> fields, Counters counters) {
        counters.counts().forEach(count -> fields.values().remove(count.value()));
        return fields.keySet();
    }

    @Test
    void everyFieldOfTheDecodersIsACounter() throws IllegalAccessException {
        DecodeCounters decoded = new DecodeCounters();
        Map<String, Long> fields = fill(decoded);
        assertEquals(Set.of(), missing(fields, PathCounters.of(decoded)));
    }

    /** Except flows, which the run counts by their records. */
    @Test
    void everyFieldOfTheFlowTablesButFlowsIsACounter() throws IllegalAccessException {
        FlowCounters flow = new FlowCounters();
        Map<String, Long> fields = fill(flow);
        assertEquals(Set.of("flows"), missing(fields, PathCounters.of(flow, 0, 0)));
    }

    @Test
    void everyLossAndEveryTunnelIsACounterOfItsOwn() {
        List<String> ids = PathCounters.of(new DecodeCounters()).counts().stream()
                .map(Count::id)
                .toList();
        assertEquals(ids.size(), Set.copyOf(ids).size(), ids.toString());
        assertTrue(ids.containsAll(List.of("malformed.udp-length", "encrypted-802.11", "tunnel.gtp-u")));
        assertEquals(
                Arrays.stream(DecodeLoss.values())
                        .filter(reason -> !reason.header().isEmpty())
                        .count(),
                ids.stream().filter(id -> id.startsWith("malformed.")).count());
    }

    @Test
    void noFateIsForgotten() {
        Set<Counter> fates = EnumSet.noneOf(Counter.class);
        PathCounters.of(new DecodeCounters()).counts().stream()
                .map(Count::counter)
                .filter(counter -> counter.kind() == Kind.FATE)
                .forEach(fates::add);
        assertEquals(
                Arrays.stream(Counter.values())
                        .filter(counter -> counter.kind() == Kind.FATE)
                        .collect(Collectors.toSet()),
                fates);
    }
}
