package dev.periplus.answer;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A finding of a review about an endpoint, a host or a port.
 *
 * @param id of the rule that found it
 * @param title a few words
 * @param where the host, port and transport as text
 * @param label that was seen, or null
 * @param flows it rests on
 * @param clients of these flows; approximate if there are many
 * @param bytes of these flows, with headers
 * @param first time, nanoseconds since the epoch
 * @param last time
 * @param means what it may mean, and what to look at
 * @param facts one sentence each
 * @param examples flows to look at, the most telling first
 */
public record Finding(
        String id,
        Severity severity,
        String title,
        String where,
        @Nullable String label,
        long flows,
        int clients,
        long bytes,
        long first,
        long last,
        String means,
        List<String> facts,
        List<FlowRecord> examples) {
    public Finding {
        facts = List.copyOf(facts);
        examples = List.copyOf(examples);
    }
}
