package dev.periplus.classify;

import dev.periplus.answer.Evidence;
import dev.periplus.answer.Metadata;
import dev.periplus.answer.NamedService;
import dev.periplus.rule.Service;
import dev.periplus.rule.Services;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Looks up the service that a flow's host and certificate names belong to. */
public final class HostNames {
    /** Decibans of a name: 3 for each bit of the shortest name that a service claims, four characters of five bits. */
    private static final double WEIGHT = 60;

    /**
     * Metadata fields with names, the most specific first: host names, then names in certificates that need not be host
     * names.
     */
    private static final Place[] PLACES = {
        new Place("tls", "sni", "TLS server name ", Compared.HOST),
        new Place("quic", "sni", "QUIC server name ", Compared.HOST),
        new Place("dtls", "sni", "DTLS server name ", Compared.HOST),
        new Place("http", "connect", "HTTP CONNECT to ", Compared.HOST),
        new Place("http", "host", "HTTP host ", Compared.HOST),
        new Place("tls", "names", "TLS certificate for ", Compared.HOST),
        new Place("dtls", "names", "DTLS certificate for ", Compared.HOST),
        new Place("dns", "query", "DNS query for ", Compared.QUESTION),
        new Place("dns", "answered_name", "an earlier DNS answer for ", Compared.HOST),
        new Place("tls", "subject", "TLS certificate of ", Compared.CERTIFICATE),
        new Place("tls", "issuer", "TLS certificate issued by ", Compared.CERTIFICATE),
        new Place("dtls", "subject", "DTLS certificate of ", Compared.CERTIFICATE),
        new Place("dtls", "issuer", "DTLS certificate issued by ", Compared.CERTIFICATE),
        new Place("websocket", "protocol", "WebSocket subprotocol ", Compared.TOKEN),
        new Place("websocket", "offered", "WebSocket subprotocol ", Compared.TOKEN),
        new Place("ssh", "client", "SSH client ", Compared.TOKEN),
        new Place("ssh", "server", "SSH server ", Compared.TOKEN),
        new Place("http", "user_agent", "HTTP user agent ", Compared.TOKEN)
    };

    /** How a name is looked up. */
    private enum Compared {
        HOST,
        QUESTION,
        CERTIFICATE,
        TOKEN
    }

    /** The fields by group, then by key. */
    private static final Map<String, Map<String, Place>> BY_GROUP = new HashMap<>();

    static {
        for (Place place : PLACES) {
            BY_GROUP.computeIfAbsent(place.group, group -> new HashMap<>()).put(place.key, place);
        }
    }

    private final Services services;

    public HostNames(Services services) {
        this.services = services;
    }

    /**
     * A metadata field with names.
     *
     * @param says what a sentence puts before the name
     * @param compared how
     */
    private record Place(String group, String key, String says, Compared compared, String field) {
        Place(String group, String key, String says, Compared compared) {
            this(group, key, says, compared, group + "." + key);
        }
    }

    /** Returns the service that the names in a flow's metadata belong to, or null. */
    public @Nullable NamedService serviceOf(Metadata metadata) {
        if (metadata.isEmpty()) {
            return null;
        }
        for (Place place : PLACES) {
            List<String> names = metadata.values(place.group, place.key);
            for (int i = 0; i < names.size(); i++) {
                NamedService named = serviceOf(place, names.get(i));
                if (named != null) {
                    return named;
                }
            }
        }
        return null;
    }

    /** Returns the service that the value of a metadata field names, or null; most fields do not hold names. */
    @Nullable
    NamedService serviceOf(String group, String key, String value) {
        Map<String, Place> keys = BY_GROUP.get(group);
        Place place = keys == null ? null : keys.get(key);
        return place == null ? null : serviceOf(place, value);
    }

    private @Nullable NamedService serviceOf(Place place, String name) {
        Service service = switch (place.compared) {
            case HOST -> services.of(name);
            case QUESTION -> services.ofQuestion(name);
            case CERTIFICATE -> services.ofCertificate(name);
            case TOKEN -> services.ofToken(name);
        };
        return service == null ? null : new NamedService(service.id(), name, place.field);
    }

    /** Returns evidence that the name identifies the application; it rests on no bytes. */
    public static Evidence evidence(NamedService named) {
        String says = "";
        for (Place place : PLACES) {
            says = named.field().equals(place.field) ? place.says : says;
        }
        String rule = "services/" + named.service();
        return Evidence.of(Evidence.Kind.APPLICATION, named.service(), WEIGHT, says + named.host(), rule);
    }
}
