package dev.periplus.classify;

import dev.periplus.answer.Metadata;
import dev.periplus.answer.NamedService;
import dev.periplus.rule.Service;
import dev.periplus.rule.Services;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Looks up the service that a flow's host and certificate names belong to. */
public final class HostNames {
    /** Metadata fields with host names, the most specific first. */
    private static final Place[] PLACES = {
        new Place("tls", "sni"),
        new Place("quic", "sni"),
        new Place("dtls", "sni"),
        new Place("http", "connect"),
        new Place("http", "host"),
        new Place("tls", "names"),
        new Place("dtls", "names"),
        new Place("dns", "query"),
        new Place("dns", "answered_name")
    };

    /** Metadata fields with certificate names that need not be host names. */
    private static final Place[] CERTIFICATES = {
        new Place("tls", "subject"),
        new Place("tls", "issuer"),
        new Place("dtls", "subject"),
        new Place("dtls", "issuer")
    };

    private final Function<String, @Nullable Service> ofHost;
    private final Function<String, @Nullable Service> ofCertificate;

    public HostNames(Services services) {
        ofHost = services::of;
        ofCertificate = services::ofCertificate;
    }

    private record Place(String group, String key) {}

    /** Returns the service that the names in a flow's metadata belong to, or null. */
    public @Nullable NamedService serviceOf(Metadata metadata) {
        if (metadata.isEmpty()) {
            return null;
        }
        NamedService named = named(metadata, PLACES, ofHost);
        return named == null ? named(metadata, CERTIFICATES, ofCertificate) : named;
    }

    private static @Nullable NamedService named(
            Metadata metadata, Place[] places, Function<String, @Nullable Service> serviceOf) {
        for (Place place : places) {
            List<String> names = metadata.values(place.group, place.key);
            for (int i = 0; i < names.size(); i++) {
                Service service = serviceOf.apply(names.get(i));
                if (service != null) {
                    return new NamedService(service.id(), names.get(i), place.group + "." + place.key);
                }
            }
        }
        return null;
    }
}
