package dev.periplus.sockets;

import dev.periplus.address.Endpoint;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A line of a socket table.
 *
 * @param local where it is bound, of a listener often at every address ({@code ::} or {@code 0.0.0.0}); TCP, UDP, DCCP or
 *     SCTP
 * @param remote null for listeners and unconnected UDP
 * @param listening true for those that take calls; false for UDP
 * @param processes that hold it, the lowest pid first; empty where the table names none: TIME-WAIT, pid 0, rights that
 *     were missing
 */
public record Socket(Endpoint local, @Nullable Endpoint remote, boolean listening, List<OwningProcess> processes) {
    public Socket {
        processes = List.copyOf(processes);
    }
}
