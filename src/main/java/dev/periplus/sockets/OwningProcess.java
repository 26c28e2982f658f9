package dev.periplus.sockets;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A process, as far as it is known. Texts come from outside; control characters in them were replaced, and they were
 * cut at 256 characters, command lines and paths at 4,096.
 *
 * @param pid at least 1
 * @param name as the system gives it: Windows with {@code .exe}, Linux at most 15 characters, {@code lsof} at most 9; or
 *     null
 * @param user or null
 * @param commandLine or null; may hold what its user would rather not show
 * @param path of the program, or null
 * @param services that Windows runs in it; empty where none are known
 */
public record OwningProcess(
        long pid,
        @Nullable String name,
        @Nullable String user,
        @Nullable String commandLine,
        @Nullable String path,
        List<String> services) {
    public OwningProcess {
        services = List.copyOf(services);
    }

    /** Whether the two are one program as far as names tell, such as a server and its workers. */
    boolean isSameProgram(OwningProcess other) {
        return name == null ? pid == other.pid : name.equals(other.name) && services.equals(other.services);
    }
}
