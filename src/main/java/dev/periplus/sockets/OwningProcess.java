package dev.periplus.sockets;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a process. The texts come from the system or a file: control characters are replaced, and texts are
 * cut at 256 characters, command lines and paths at 4,096.
 *
 * @param pid at least 1
 * @param name name as the system shows it: with {@code .exe} on Windows, at most 15 characters on Linux, at most 9 from
 *     {@code lsof}; or null
 * @param user user name, or null
 * @param commandLine command line, or null; may contain secrets
 * @param path path of the program, or null
 * @param services Windows services that run in it; empty if none are known
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

    /** Whether both are the same program by name, such as a server and its workers. */
    boolean isSameProgram(OwningProcess other) {
        return name == null ? pid == other.pid : name.equals(other.name) && services.equals(other.services);
    }
}
