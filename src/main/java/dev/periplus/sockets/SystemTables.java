package dev.periplus.sockets;

import dev.periplus.address.Address;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The system's view of its sockets and processes. Called on one thread; may be slow. */
interface SystemTables {
    /** Returns the current sockets, each with its pid if the system shows it. */
    List<OpenSocket> sockets();

    /**
     * Returns the start time of a process in milliseconds since the epoch; -1 if it is not shown or there is no such
     * process.
     */
    long began(long pid);

    /** Returns details of the processes that exist. */
    Map<Long, OwningProcess> processes(Collection<Long> pids);

    /** Returns the addresses of the host's interfaces. */
    Set<Address> addresses();
}
