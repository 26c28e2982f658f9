package dev.periplus.rule;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Maps names to applications: a host name by the longest suffix that a service claims, a name in a certificate by exact
 * comparison. Immutable.
 */
public final class Services {
    private final Map<String, Service> byName = new HashMap<>();
    private final Map<String, Service> bySuffix = new HashMap<>();
    private final Map<String, Service> byCertificate = new HashMap<>();
    private final Map<String, Service> byFirstLabel = new HashMap<>();
    private final Map<String, Service> byToken = new HashMap<>();
    private final Collection<Service> all;

    public Services(Collection<Service> services) {
        all = List.copyOf(services);
        for (Service service : services) {
            service.names().forEach(name -> byName.put(name, service));
            service.suffixes().forEach(suffix -> bySuffix.put(suffix, service));
            service.certificates().forEach(name -> byCertificate.put(name, service));
            service.firstLabels().forEach(label -> byFirstLabel.put(label, service));
            service.tokens().forEach(token -> byToken.put(token, service));
        }
    }

    /** All services, ordered by id. */
    public Collection<Service> all() {
        return all;
    }

    /** Returns the service of a host name, or null; ignores a port, a final dot and letter case. */
    public @Nullable Service of(String host) {
        String name = bare(host);
        Service exact = byName.get(name);
        for (String at = name; exact == null && !at.isEmpty(); at = at.substring(at.indexOf('.') + 1)) {
            exact = bySuffix.get(at);
            if (at.indexOf('.') < 0) {
                break;
            }
        }
        return exact;
    }

    /** Returns the service that uses this subject or issuer name in its certificates, or null. */
    public @Nullable Service ofCertificate(String name) {
        return byCertificate.get(name);
    }

    /** Returns the service that asks DNS for this name, by its first label or else as {@link #of}; or null. */
    public @Nullable Service ofQuestion(String name) {
        int dot = name.indexOf('.');
        Service first = dot < 0 ? null : byFirstLabel.get(name.substring(0, dot).toLowerCase(Locale.ROOT));
        return first == null ? of(name) : first;
    }

    /** Returns the service that uses this word of a protocol, or null. */
    public @Nullable Service ofToken(String token) {
        return byToken.get(token);
    }

    private static String bare(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        int colon = name.indexOf(':');
        name = colon < 0 ? name : name.substring(0, colon);
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }
}
