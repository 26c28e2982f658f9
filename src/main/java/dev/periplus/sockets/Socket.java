package dev.periplus.sockets;

import dev.periplus.address.Endpoint;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A line of a socket table.
 *
 * @param local local endpoint, for a listener often every address ({@code ::} or {@code 0.0.0.0}); TCP, UDP, DCCP or
 *     SCTP
 * @param remote remote endpoint; null for listeners and unconnected UDP
 * @param listening whether it accepts connections; false for UDP
 * @param processes processes that hold it, lowest pid first; empty if the table names none: TIME-WAIT, pid 0, missing
 *     privileges
 */
record Socket(Endpoint local, @Nullable Endpoint remote, boolean listening, List<OwningProcess> processes) {
    Socket {
        processes = List.copyOf(processes);
    }
}
