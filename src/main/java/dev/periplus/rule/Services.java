package dev.periplus.rule;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Maps names to applications: a host name by the longest suffix that a service claims, a name in a certificate by exact
 * comparison. Immutable.
 */
public final class Services {
    private final Collection<Service> all;
    private final Lookup byName;
    private final Lookup bySuffix;
    private final Lookup byCertificate;
    private final Lookup byFirstLabel;
    private final Lookup byToken;

    /** Finds the service that states exactly this name. */
    interface Lookup {
        @Nullable
        Service of(String name);
    }

    Services(
            Collection<Service> all,
            Lookup byName,
            Lookup bySuffix,
            Lookup byCertificate,
            Lookup byFirstLabel,
            Lookup byToken) {
        this.all = all;
        this.byName = byName;
        this.bySuffix = bySuffix;
        this.byCertificate = byCertificate;
        this.byFirstLabel = byFirstLabel;
        this.byToken = byToken;
    }

    public Services(Collection<Service> services) {
        this(
                List.copyOf(services),
                lookup(services, Service::names),
                lookup(services, Service::suffixes),
                lookup(services, Service::certificates),
                lookup(services, Service::firstLabels),
                lookup(services, Service::tokens));
    }

    private static Lookup lookup(Collection<Service> services, Function<Service, List<String>> names) {
        Map<String, Service> map = new HashMap<>();
        for (Service service : services) {
            names.apply(service).forEach(name -> map.put(name, service));
        }
        return map::get;
    }

    /** All services, ordered by id. */
    public Collection<Service> all() {
        return all;
    }

    /** Returns the service of a host name, or null; ignores a port, a final dot and letter case. */
    public @Nullable Service of(String host) {
        String name = bare(host);
        Service exact = byName.of(name);
        for (String at = name; exact == null && !at.isEmpty(); at = at.substring(at.indexOf('.') + 1)) {
            exact = bySuffix.of(at);
            if (at.indexOf('.') < 0) {
                break;
            }
        }
        return exact;
    }

    /** Returns the service that uses this subject or issuer name in its certificates, or null. */
    public @Nullable Service ofCertificate(String name) {
        return byCertificate.of(name);
    }

    /** Returns the service that asks DNS for this name, by its first label or else as {@link #of}; or null. */
    public @Nullable Service ofQuestion(String name) {
        int dot = name.indexOf('.');
        Service first = dot < 0 ? null : byFirstLabel.of(name.substring(0, dot).toLowerCase(Locale.ROOT));
        return first == null ? of(name) : first;
    }

    /** Returns the service that uses this word of a protocol, or null. */
    public @Nullable Service ofToken(String token) {
        return byToken.of(token);
    }

    private static String bare(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        int colon = name.indexOf(':');
        name = colon < 0 ? name : name.substring(0, colon);
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }
}
