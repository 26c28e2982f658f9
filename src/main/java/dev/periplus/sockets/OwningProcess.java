package dev.periplus.sockets;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a process. The texts come from the system or a file: they are {@link dev.periplus.text.Printable}, cut at
 * {@link #LONGEST_NAME} or {@link #LONGEST_TEXT}.
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
    /** Longest names in chars, of processes, users and services. */
    static final int LONGEST_NAME = 256;

    /** Longest command lines and paths in chars. */
    static final int LONGEST_TEXT = 4096;

    public OwningProcess {
        services = List.copyOf(services);
    }

    /** Whether both are the same program by name, such as a server and its workers. */
    boolean isSameProgram(OwningProcess other) {
        return name == null ? pid == other.pid : name.equals(other.name) && services.equals(other.services);
    }
}
