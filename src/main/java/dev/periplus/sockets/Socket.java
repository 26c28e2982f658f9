package dev.periplus.sockets;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A line of a socket table.
 *
 * @param transport IP protocol number: 6 TCP, 17 UDP, 33 DCCP, 132 SCTP
 * @param local the address it is bound to, of a listener often every one ({@code ::} or {@code ::ffff:0.0.0.0})
 * @param localPort 1 to 65535
 * @param remote null for listeners and unconnected UDP
 * @param remotePort 1 to 65535, -1 where {@code remote} is null
 * @param listening true for those that take calls; false for UDP
 * @param processes that hold it, the lowest pid first; empty where the table names none: TIME-WAIT, pid 0, rights that
 *     were missing
 */
public record Socket(
        int transport,
        Address local,
        int localPort,
        @Nullable Address remote,
        int remotePort,
        boolean listening,
        List<OwningProcess> processes) {
    public Socket {
        processes = List.copyOf(processes);
    }
}
