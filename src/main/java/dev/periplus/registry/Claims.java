package dev.periplus.registry;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All claims on one port of one transport: registrations and known users. A claim says nothing about the traffic.
 *
 * @param ipProtocol 6, 17, 132 or 33
 * @param port 0 to 65535
 * @param rangeClass system, user or dynamic
 * @param registered the registered service, or null
 * @param registrations all registry entries, those without transport last
 * @param knownUsers known users of the port, those with the fewest ports first
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

    /** Looks up the claims on a port. */
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
}
