package dev.periplus.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.periplus.address.Transport;
import dev.periplus.registry.Registration.Status;
import dev.periplus.rulefile.Packed;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the numbers of layers without ports are registered for: IP protocols (IANA), EtherTypes (IEEE, listed by IANA), LLC
 * service access points and the protocols of organisations behind SNAP. Such a registration is a claim as that of a port
 * is. Immutable and thread-safe.
 */
final class LayerRegistry {
    private static final String RESOURCE = "/rules/registry/layers.tsv";
    private static final int COLUMNS = 3;

    private final Map<Long, List<Registration>> byNumber = new HashMap<>();

    private LayerRegistry(String table) {
        table.lines().filter(line -> !line.startsWith("#") && !line.isEmpty()).forEach(this::add);
    }

    /** The packaged table is read on first use: most captures have few such flows. */
    private static final class Holder {
        private static final LayerRegistry PACKAGED = new LayerRegistry(new String(Packed.bytes(RESOURCE), UTF_8));
    }

    static LayerRegistry packaged() {
        return Holder.PACKAGED;
    }

    private void add(String line) {
        String[] columns = line.split("\t", -1);
        int organisation = columns[0].startsWith("snap:") ? Transport.numberOfName(columns[0]) : -1;
        int number = organisation < 0 ? Transport.numberInRule(columns[0]) : organisation;
        if (columns.length != COLUMNS || number < 0) {
            throw new IllegalArgumentException("not a row of layers: " + line);
        }
        int port = Transport.protocolOfName(columns[0]);
        Registration entry = new Registration(columns[1], columns[2], number, port, port, null, null, Status.ASSIGNED);
        byNumber.computeIfAbsent(key(number, port), made -> new ArrayList<>()).add(entry);
    }

    /** Returns the registrations of a transport; those of an organisation's protocol by {@code port}. */
    List<Registration> at(int transport, int port) {
        return byNumber.getOrDefault(key(transport, port), List.of());
    }

    List<String> services() {
        return byNumber.values().stream()
                .flatMap(List::stream)
                .map(Registration::name)
                .toList();
    }

    private static long key(int transport, int port) {
        return (long) transport << Short.SIZE | port;
    }
}
