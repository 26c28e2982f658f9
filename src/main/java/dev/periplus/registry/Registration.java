package dev.periplus.registry;

import dev.periplus.address.Transport;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the IANA port registry.
 *
 * @param name service name (RFC 6335 section 5.1); may be empty if {@code status} is reserved
 * @param description IANA's description; may be empty
 * @param transport IP protocol number; {@link Transport#NONE} if the registry states none
 * @param from first port
 * @param to last port; equal to {@code from} for a single port
 * @param date date of registration, {@code yyyy-mm} or {@code yyyy-mm-dd}; null if the registry has none
 * @param unauthorized IANA's note on unauthorised use of the port, or null
 * @param status kind of entry
 */
public record Registration(
        String name,
        String description,
        int transport,
        int from,
        int to,
        @Nullable String date,
        @Nullable String unauthorized,
        Status status) {

    /** Kind of entry. The entries of a port are sorted in this order. */
    public enum Status {
        ASSIGNED,
        /** Another name of an entry: a historic spelling or a duplicate. */
        ALIAS,
        /** Not assigned, but so widely used that the registry records it. */
        OBSERVED,
        /** Reserved by IANA; no service. */
        RESERVED;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Name of its transport; {@code -} if the registry states none. */
    public String transportName() {
        return RegistryLine.transport(transport);
    }

    public PortRange range() {
        return new PortRange(from, to);
    }

    /** Whether it has a service name. */
    public boolean named() {
        return !name.isEmpty();
    }
}
