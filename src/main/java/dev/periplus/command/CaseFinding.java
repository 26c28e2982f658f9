package dev.periplus.command;

import dev.periplus.answer.Finding;
import dev.periplus.report.FindingIds;
import dev.periplus.report.FlowIds;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A finding of a review about an endpoint, a host or a port. Parts of its texts may come from packets: make them printable
 * before you show them.
 *
 * @param id names it for {@link Exhibit}; the same for the same finding in every review
 * @param rule that found it
 * @param severity {@code info}, {@code low}, {@code medium}, {@code high} or {@code critical}
 * @param techniques of MITRE ATT&amp;CK that it may be a sign of
 * @param title a few words
 * @param where the host, port and transport
 * @param label that was seen, or null
 * @param clients number of clients; approximate if there are many
 * @param flows number of flows that it rests on
 * @param bytes of these flows, with headers
 * @param first time of these flows
 * @param last time of these flows
 * @param means what it may mean, and what to look at
 * @param facts one sentence each
 * @param examples uids of flows to look at, the most telling first
 */
public record CaseFinding(
        String id,
        String rule,
        String severity,
        List<String> techniques,
        String title,
        String where,
        @Nullable String label,
        int clients,
        long flows,
        long bytes,
        Instant first,
        Instant last,
        String means,
        List<String> facts,
        List<String> examples) {
    /** Copies the lists. */
    public CaseFinding {
        techniques = List.copyOf(techniques);
        facts = List.copyOf(facts);
        examples = List.copyOf(examples);
    }

    static CaseFinding of(Finding finding) {
        FlowIds ids = new FlowIds();
        return new CaseFinding(
                FindingIds.of(finding),
                finding.id(),
                finding.severity().word(),
                finding.techniques(),
                finding.title(),
                finding.where(),
                finding.label(),
                finding.clients(),
                finding.flows(),
                finding.bytes(),
                Instant.ofEpochSecond(0, finding.first()),
                Instant.ofEpochSecond(0, finding.last()),
                finding.means(),
                finding.facts(),
                finding.examples().stream()
                        .map(record -> ids.uidText(record.flow()))
                        .toList());
    }
}
