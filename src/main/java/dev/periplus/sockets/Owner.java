package dev.periplus.sockets;

import dev.periplus.flow.Role;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The owner of the port of one side of a flow.
 *
 * @param processes processes that hold the socket, lowest pid first, at most 16; none for {@link Grade#GONE}. All are
 *     one program (a server and its workers), except for {@link Grade#AMBIGUOUS} and for {@link Grade#OLDER_THAN_FLOW}
 *     if several matched
 */
public record Owner(Role role, Grade grade, List<OwningProcess> processes) {
    public Owner {
        processes = List.copyOf(processes);
    }

    /** Returns the process; of a server with workers, the one with the lowest pid. Null if it is ambiguous or gone. */
    public @Nullable OwningProcess process() {
        return isOneProgram(processes) ? processes.get(0) : null;
    }

    static boolean isOneProgram(List<OwningProcess> processes) {
        return !processes.isEmpty() && processes.stream().allMatch(process -> process.isSameProgram(processes.get(0)));
    }
}
