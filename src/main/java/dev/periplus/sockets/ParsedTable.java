package dev.periplus.sockets;

import dev.periplus.address.Endpoint;
import dev.periplus.address.Transport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The sockets parsed from one file; shares the processes of all files of its host. */
final class ParsedTable {
    static final int OTHER = -1;

    private static final int MOST = 1 << 19;

    private final ProcessTable processes;
    private final List<OpenSocket> sockets = new ArrayList<>();

    ParsedTable(ProcessTable processes) {
        this.processes = processes;
    }

    /** Returns the IP protocol number of {@code tcp}, {@code tcp6} and so on, or {@link #OTHER}. */
    static int transport(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        boolean versioned = lower.endsWith("6") || lower.endsWith("4");
        return Transport.number(versioned ? lower.substring(0, lower.length() - 1) : lower);
    }

    ProcessTable processes() {
        return processes;
    }

    List<OpenSocket> sockets() {
        return sockets;
    }

    /**
     * Adds a socket; ignores one without a local port.
     *
     * @param remote null, or without port or address, if there is none
     */
    LineResult add(Endpoint local, @Nullable Endpoint remote, boolean listening, List<Long> pids) {
        if (sockets.size() >= MOST) {
            return LineResult.UNREADABLE;
        }
        if (local.port() == 0) {
            return LineResult.READ;
        }
        SocketKey key = SocketKey.of(local, remote);
        boolean isListener = listening && local.protocol() != Transport.UDP && key.remote() == null;
        sockets.add(new OpenSocket(
                key, isListener, pids.stream().filter(ProcessTable::isPid).toList()));
        return LineResult.READ;
    }

    /** Returns the sockets with their processes. Call it after all files of the host have been read. */
    List<Socket> joined() {
        List<Socket> joined = new ArrayList<>(sockets.size());
        for (OpenSocket socket : sockets) {
            SocketKey key = socket.key();
            List<OwningProcess> owners =
                    socket.pids().stream().sorted().map(processes::get).toList();
            joined.add(new Socket(key.local(), key.remote(), socket.listening(), owners));
        }
        return joined;
    }
}
