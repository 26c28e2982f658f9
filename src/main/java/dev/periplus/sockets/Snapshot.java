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
 * @param taken time of the snapshot, or null if unknown
 * @param host addresses of the host, as given by the user; empty if none were given
 * @param sockets sockets in file order; empty for a list of processes only
 * @param unread lines that look like an entry but could not be read, were longer than 64 Ki characters, or came after
 *     the first 524,288 sockets
 * @param unrecognised non-blank lines in none of the formats: prompts, remarks, headers in some languages
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
