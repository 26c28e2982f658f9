package dev.periplus.rule;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which application a name belongs to: a host name by the longest suffix that a service claims, a name in a
 * certificate as it stands. Immutable.
 */
public final class Services {
    private final Map<String, Service> byName = new HashMap<>();
    private final Map<String, Service> bySuffix = new HashMap<>();
    private final Map<String, Service> byCertificate = new HashMap<>();
    private final Collection<Service> all;

    Services(Collection<Service> services) {
        all = List.copyOf(services);
        for (Service service : services) {
            service.names().forEach(name -> byName.put(name, service));
            service.suffixes().forEach(suffix -> bySuffix.put(suffix, service));
            service.certificates().forEach(name -> byCertificate.put(name, service));
        }
    }

    /** In the order of their ids. */
    public Collection<Service> all() {
        return all;
    }

    /** A name's service, or null; ports, a final dot and letter case do not matter. */
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

    /** The service that alone uses a name as subject or issuer of certificates, or null. */
    public @Nullable Service ofCertificate(String name) {
        return byCertificate.get(name);
    }

    private static String bare(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        int colon = name.indexOf(':');
        name = colon < 0 ? name : name.substring(0, colon);
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }
}
