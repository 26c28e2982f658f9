package dev.periplus.registry;

import dev.periplus.address.Transport;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All claims on one port of one transport, or on a transport without ports: registrations and known users. A claim says nothing about the traffic.
 *
 * @param ipProtocol number of the {@link Transport}
 * @param port 0 to 65535; 0 without ports, and the protocol of an organisation behind SNAP
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
        boolean ported = Transport.REGISTERED.contains(ipProtocol);
        if (ported) {
            registrations.addAll(registry.withoutTransport(port));
        }
        return new Claims(
                ipProtocol,
                port,
                RangeClass.of(port),
                PortRegistry.primary(registrations),
                registrations,
                ported ? users.at(ipProtocol, port) : List.of());
    }
}
