package dev.periplus.answer;

import dev.periplus.address.Address;
import dev.periplus.address.Endpoint;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A finding of a review about an endpoint, a host or a port.
 *
 * @param id of the rule that found it
 * @param title a few words
 * @param techniques of MITRE ATT&CK that it may be a sign of
 * @param where the host, port and transport as text
 * @param services the first endpoints it is about; none for a finding about a client
 * @param label that was seen, or null
 * @param flows it rests on
 * @param clients of these flows; approximate if there are many
 * @param clientAddresses the first of them
 * @param bytes of these flows, with headers
 * @param uploaded bytes of these flows from clients to servers
 * @param first time, nanoseconds since the epoch
 * @param last time
 * @param means what it may mean, and what to look at
 * @param facts one sentence each
 * @param examples flows to look at, the most telling first
 */
public record Finding(
        String id,
        Severity severity,
        List<String> techniques,
        String title,
        String where,
        List<Endpoint> services,
        @Nullable String label,
        long flows,
        int clients,
        List<Address> clientAddresses,
        long bytes,
        long uploaded,
        long first,
        long last,
        String means,
        List<String> facts,
        List<FlowRecord> examples) {
    public Finding {
        techniques = List.copyOf(techniques);
        services = List.copyOf(services);
        clientAddresses = List.copyOf(clientAddresses);
        facts = List.copyOf(facts);
        examples = List.copyOf(examples);
    }

    /** What it may mean, and the techniques that it may be a sign of. */
    public String advice() {
        return techniques.isEmpty() ? means : means + " ATT&CK " + String.join(", ", techniques) + ".";
    }

    /** The clients by their addresses, if they are no more than this; else how many. */
    public String clientWords(int most) {
        return clients > most || clientAddresses.size() < clients
                ? Amounts.count(clients, "client")
                : String.join(
                        ", ", clientAddresses.stream().map(Address::toString).toList());
    }

    /** The same finding with these facts. */
    public Finding withFacts(List<String> other) {
        return new Finding(
                id,
                severity,
                techniques,
                title,
                where,
                services,
                label,
                flows,
                clients,
                clientAddresses,
                bytes,
                uploaded,
                first,
                last,
                means,
                other,
                examples);
    }

    /** The flow that shows it best, or null. */
    public @Nullable FlowRecord best() {
        return examples.isEmpty() ? null : examples.get(0);
    }
}
