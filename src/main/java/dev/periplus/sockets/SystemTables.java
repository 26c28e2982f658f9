package dev.periplus.sockets;

import dev.periplus.address.Address;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the system shows of its sockets and processes. Asked on one thread; may take its time. */
interface SystemTables {
    /** The sockets there are now, each with the pid that the system names for it, if it does. */
    List<OpenSocket> sockets();

    /** When a process began, in milliseconds since the epoch; -1 where that is not shown or there is none. */
    long began(long pid);

    /** Details of those processes that there are. */
    Map<Long, OwningProcess> processes(Collection<Long> pids);

    /** The addresses of the host's interfaces. */
    Set<Address> addresses();
}
