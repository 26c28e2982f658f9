package dev.periplus.answer;

import java.util.List;

/**
 * What a review has to say of an endpoint, a host or a port.
 *
 * @param id of its kind
 * @param title in a few words
 * @param where the host, port and transport it is about, in text
 * @param label that was seen, "" where none was
 * @param flows it rests on
 * @param clients of these flows; where there are many, about
 * @param bytes of these flows, with headers
 * @param first time, nanoseconds since the epoch
 * @param last time
 * @param means what it may mean, and what to look at
 * @param facts a sentence each
 * @param examples flows to look at, the most telling first
 */
public record Finding(
        String id,
        Severity severity,
        String title,
        String where,
        String label,
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
