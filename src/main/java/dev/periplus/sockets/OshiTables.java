package dev.periplus.sockets;

import dev.periplus.address.Address;
import dev.periplus.address.Endpoint;
import dev.periplus.address.Transport;
import dev.periplus.text.Printable;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import oshi.SystemInfo;
import oshi.software.os.InternetProtocolStats.IPConnection;
import oshi.software.os.InternetProtocolStats.TcpState;
import oshi.software.os.OSProcess;
import oshi.software.os.OperatingSystem;

/**
 * Reads the socket tables of Linux, macOS and Windows with oshi-core. Without privileges the pids of other users are
 * missing.
 */
final class OshiTables implements SystemTables {
    private static final long UNKNOWN = -1;

    private final OperatingSystem system = new SystemInfo().getOperatingSystem();

    @Override
    public List<OpenSocket> sockets() {
        List<OpenSocket> sockets = new ArrayList<>();
        for (IPConnection connection : system.getInternetProtocolStats().getConnections()) {
            OpenSocket socket = socket(connection);
            if (socket != null) {
                sockets.add(socket);
            }
        }
        return sockets;
    }

    private static @Nullable OpenSocket socket(IPConnection connection) {
        int transport = connection.getType().startsWith("udp") ? Transport.UDP : Transport.TCP;
        Endpoint local = endpoint(connection.getLocalAddress(), connection.getLocalPort(), transport);
        if (local == null || local.port() == 0) {
            return null;
        }
        Endpoint remote = endpoint(connection.getForeignAddress(), connection.getForeignPort(), transport);
        long pid = connection.getowningProcessId();
        boolean listening = connection.getState() == TcpState.LISTEN;
        return new OpenSocket(
                SocketKey.of(local, remote), listening, ProcessTable.isPid(pid) ? List.of(pid) : List.of());
    }

    private static @Nullable Endpoint endpoint(byte[] bytes, int port, int transport) {
        Address address = Address.of(bytes);
        return address == null ? null : new Endpoint(EndpointText.withoutZone(address), port, transport);
    }

    @Override
    public long began(long pid) {
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().startInstant())
                .map(Instant::toEpochMilli)
                .orElse(UNKNOWN);
    }

    @Override
    public Map<Long, OwningProcess> processes(Collection<Long> pids) {
        Map<Long, OwningProcess> processes = new HashMap<>();
        List<Integer> wanted = pids.stream().map(Long::intValue).toList();
        for (OSProcess process : wanted.isEmpty() ? List.<OSProcess>of() : system.getProcesses(wanted)) {
            long pid = Integer.toUnsignedLong(process.getProcessID());
            processes.put(
                    pid,
                    new OwningProcess(
                            pid,
                            text(process.getName(), OwningProcess.LONGEST_NAME),
                            text(process.getUser(), OwningProcess.LONGEST_NAME),
                            text(process.getCommandLine(), OwningProcess.LONGEST_TEXT),
                            text(process.getPath(), OwningProcess.LONGEST_TEXT),
                            List.of()));
        }
        return processes;
    }

    /** Cleans a text; null if oshi leaves it empty or calls it {@code unknown}. */
    private static @Nullable String text(@Nullable String text, int longest) {
        String clean = text == null ? "" : Printable.of(text, longest).strip();
        return clean.isEmpty() || clean.equals("unknown") ? null : clean;
    }

    @Override
    public Set<Address> addresses() {
        Set<Address> addresses = new HashSet<>();
        try {
            for (InetAddress address : NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .toList()) {
                Address known = Address.of(address.getAddress());
                if (known != null) {
                    addresses.add(EndpointText.withoutZone(known));
                }
            }
        } catch (SocketException noInterfaces) {
            return Set.of();
        }
        return addresses;
    }
}
