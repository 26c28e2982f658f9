package dev.periplus.classify;

import dev.periplus.rule.Service;
import dev.periplus.rule.Services;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The host names that envelopes show, and the service that they belong to. */
public final class HostNames {
    /** Where names stand in the metadata, the most telling first. */
    private static final List<Place> PLACES = List.of(
            new Place("tls", "sni"),
            new Place("quic", "sni"),
            new Place("dtls", "sni"),
            new Place("http", "connect"),
            new Place("http", "host"),
            new Place("tls", "names"),
            new Place("dtls", "names"),
            new Place("dns", "query"));

    private final Services services;

    public HostNames(Services services) {
        this.services = services;
    }

    private record Place(String group, String key) {}

    /**
     * A service named by the flow.
     *
     * @param service its id
     * @param host the name seen
     * @param field of the metadata in which it was seen
     */
    public record Named(String service, String host, String field) {}

    /** The service that the names in a flow's metadata belong to, or null. */
    public @Nullable Named serviceOf(Metadata metadata) {
        if (metadata.isEmpty()) {
            return null;
        }
        for (Place place : PLACES) {
            for (String host : metadata.values(place.group, place.key)) {
                Service service = services.of(host);
                if (service != null) {
                    return new Named(service.id(), host, place.group + "." + place.key);
                }
            }
        }
        return null;
    }
}
