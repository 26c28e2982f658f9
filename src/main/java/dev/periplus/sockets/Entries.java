package dev.periplus.sockets;

import dev.periplus.address.Endpoint;
import dev.periplus.address.Transport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What the lines of one file said. */
final class Entries {
    static final int OTHER = -1;

    private static final int MOST = 1 << 19;

    private final ProcessTable processes;
    private final List<OpenSocket> sockets = new ArrayList<>();

    Entries(ProcessTable processes) {
        this.processes = processes;
    }

    /** The IP protocol number of {@code tcp}, {@code tcp6} and so on, else {@link #OTHER}. */
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
     * Takes a socket; one without a local port is left out.
     *
     * @param remote null, or without port or address, where there is none
     */
    Taken add(Endpoint local, @Nullable Endpoint remote, boolean listening, List<Long> pids) {
        if (sockets.size() >= MOST) {
            return Taken.BROKEN;
        }
        if (local.port() == 0) {
            return Taken.READ;
        }
        SocketKey key = SocketKey.of(local, remote);
        boolean takesCalls = listening && local.protocol() != Transport.UDP && key.remote() == null;
        sockets.add(new OpenSocket(
                key, takesCalls, pids.stream().filter(ProcessTable::isPid).toList()));
        return Taken.READ;
    }

    /** The sockets with their processes; when all files of the host were read. */
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
