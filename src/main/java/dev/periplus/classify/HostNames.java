package dev.periplus.classify;

import dev.periplus.rule.Service;
import dev.periplus.rule.Services;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The names that envelopes show, of hosts and in certificates, and the service that they belong to. */
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

    /** Where names of certificates stand that need not be host names. */
    private static final List<Place> CERTIFICATES = List.of(
            new Place("tls", "subject"),
            new Place("tls", "issuer"),
            new Place("dtls", "subject"),
            new Place("dtls", "issuer"));

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
        Named named = named(metadata, PLACES, services::of);
        return named == null ? named(metadata, CERTIFICATES, services::ofCertificate) : named;
    }

    private static @Nullable Named named(
            Metadata metadata, List<Place> places, Function<String, @Nullable Service> serviceOf) {
        for (Place place : places) {
            for (String name : metadata.values(place.group, place.key)) {
                Service service = serviceOf.apply(name);
                if (service != null) {
                    return new Named(service.id(), name, place.group + "." + place.key);
                }
            }
        }
        return null;
    }
}
