package dev.periplus.registry;

import dev.periplus.address.Transport;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the IANA port registry.
 *
 * @param name the service name (RFC 6335 section 5.1), empty where {@code status} is reserved and none is given
 * @param description IANA's words; may be empty
 * @param transport IP protocol number, {@link Transport#NONE} where the registry states none
 * @param from first port
 * @param to last port, the same as {@code from} but for ranges
 * @param date when it was registered, {@code yyyy-mm} or {@code yyyy-mm-dd}, null where the registry does not say
 * @param unauthorized IANA's remark on unauthorised use of the number, or null
 * @param status what kind of entry it is
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

    /** What kind of entry it is; earlier ones come first among the entries of a port. */
    public enum Status {
        ASSIGNED,
        /** A further name of another entry: a historic spelling or a duplicate. */
        ALIAS,
        /** Not assigned, but in such wide use that the registry records it. */
        OBSERVED,
        /** Held back by IANA; no service. */
        RESERVED;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The name of its transport, {@code -} where the registry states none. */
    public String transportName() {
        return RegistryLine.transport(transport);
    }

    public PortRange range() {
        return new PortRange(from, to);
    }

    /** True where a service is named. */
    public boolean named() {
        return !name.isEmpty();
    }
}
