package dev.periplus.registry;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is claimed of one port of one transport. Claims, no findings.
 *
 * @param ipProtocol 6, 17, 132 or 33
 * @param port 0 to 65535
 * @param rangeClass system, user or dynamic
 * @param registered the registered service, or null
 * @param registrations all entries of the registry, those without transport last
 * @param knownUsers others that are known to use it, those with the fewest ports first
 */
public record Claims(
        int ipProtocol,
        int port,
        RangeClass rangeClass,
        @Nullable Registration registered,
        List<Registration> registrations,
        List<KnownUser> knownUsers) {

    public Claims {
        registrations = List.copyOf(registrations);
        knownUsers = List.copyOf(knownUsers);
    }

    /** Looks them up. */
    public static Claims of(PortRegistry registry, KnownUsers users, int ipProtocol, int port) {
        List<Registration> registrations = new ArrayList<>(registry.at(ipProtocol, port));
        registrations.addAll(registry.withoutTransport(port));
        return new Claims(
                ipProtocol,
                port,
                RangeClass.of(port),
                registry.primary(ipProtocol, port),
                registrations,
                users.at(ipProtocol, port));
    }

    /** True where a service is registered here under one of these names. */
    public boolean registeredAs(List<String> services) {
        for (Registration entry : registrations) {
            if (entry.named() && services.contains(entry.name())) {
                return true;
            }
        }
        return false;
    }
}
