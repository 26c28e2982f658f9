package dev.periplus.sockets;

import dev.periplus.address.Address;
import dev.periplus.address.Endpoint;
import dev.periplus.decode.Packet;
import dev.periplus.flow.Flow;
import dev.periplus.flow.FlowFixture;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Saved tables in the test resources, and flows to look up in them. */
final class Tables {
    static final int TCP = 6;
    static final int UDP = 17;
    static final Path FOLDER = Path.of("src/test/resources/sockets");

    /** When the flows of {@link #flow} begin. */
    static final Instant BEGIN = Instant.ofEpochSecond(1_500_000_000L);

    private Tables() {}

    static Path file(String name) {
        return FOLDER.resolve(name);
    }

    static Snapshot read(String name) throws IOException {
        return SocketFiles.read(List.of(file(name)), Set.of(), BEGIN).get(0);
    }

    /** Owners by the tables of one host, taken when the flows began. */
    static Owners owners(Set<Address> host, String... names) throws IOException {
        return owners(host, BEGIN, names);
    }

    static Owners owners(Set<Address> host, Instant taken, String... names) throws IOException {
        List<Path> files = Arrays.stream(names).map(Tables::file).toList();
        return Owners.saved(SocketFiles.read(files, host, taken));
    }

    static Address address(String text) {
        Address address = Address.parse(text);
        if (address == null) {
            throw new IllegalArgumentException(text);
        }
        return address;
    }

    static FlowFixture between(int transport, String client, int clientPort, String server, int serverPort) {
        Packet first = FlowFixture.first(transport, client, clientPort, server, serverPort);
        return FlowFixture.begin(first).sends(0, 1, 100);
    }

    static Flow flow(int transport, String client, int clientPort, String server, int serverPort) {
        return between(transport, client, clientPort, server, serverPort).flow();
    }

    /** Short form of owners: {@code server exact nginx/900+901}. */
    static List<String> told(List<Owner> owners) {
        return owners.stream()
                .map(owner -> owner.role().word() + " " + owner.grade().word() + " " + told(owner))
                .map(String::strip)
                .toList();
    }

    private static String told(Owner owner) {
        OwningProcess process = owner.process();
        String pids = owner.processes().stream()
                .map(each -> Long.toString(each.pid()))
                .collect(Collectors.joining("+"));
        return process == null ? pids : (process.name() == null ? "" : process.name() + "/") + pids;
    }

    /** Short form of a socket: {@code tcp 0.0.0.0:22 - listen [sshd/812]}. */
    static String told(Socket socket) {
        Endpoint local = socket.local();
        String remote = socket.remote() == null
                ? "-"
                : socket.remote().address() + ":" + socket.remote().port();
        String processes = socket.processes().stream()
                .map(process -> process.name() + "/" + process.pid())
                .collect(Collectors.joining(","));
        return local.transport() + " " + local.address() + ":" + local.port() + " " + remote
                + (socket.listening() ? " listen" : "") + " [" + processes + "]";
    }

    static List<String> told(Snapshot snapshot) {
        return snapshot.sockets().stream().map(Tables::told).toList();
    }
}
