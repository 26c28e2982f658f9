package dev.periplus.sockets;

import dev.periplus.address.Address;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The sockets in one saved file.
 *
 * @param source path of the file
 * @param taken when, or null where nobody knows
 * @param host addresses of the host it was taken on, as the user gave them; empty where none were given
 * @param sockets in the order of the file; empty for a list of processes alone
 * @param unread lines that look like an entry and could not be read, were longer than 64 KiB, or came after the first
 *     524,288 sockets
 * @param unrecognised lines, other than blank ones, that are in none of the formats: prompts, remarks, headers in some
 *     languages
 */
public record Snapshot(
        String source,
        @Nullable Instant taken,
        Set<Address> host,
        List<Socket> sockets,
        long unread,
        long unrecognised) {
    public Snapshot {
        host = host.stream().map(EndpointText::withoutZone).collect(Collectors.toUnmodifiableSet());
        sockets = List.copyOf(sockets);
    }
}
