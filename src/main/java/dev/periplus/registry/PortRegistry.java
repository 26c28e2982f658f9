package dev.periplus.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.periplus.address.Transport;
import dev.periplus.rulefile.Packed;
import dev.periplus.rulefile.RuleFile;
import dev.periplus.rulefile.RuleFolder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The entries with ports of the IANA Service Name and Transport Protocol Port Number Registry (RFC 6335). A
 * registration is a claim on a port and says nothing about its traffic.
 *
 * <p>How it works: the table stays in memory as the bytes of the file: comments, then rows of ranges, then rows of
 * single ports in ascending order. A look-up scans the few ranges and does a binary search for the port; it creates
 * objects only for the entries it returns. Immutable and thread-safe.
 */
public final class PortRegistry {
    private static final List<Integer> TRANSPORTS = Stream.concat(
                    Transport.REGISTERED.stream(), Stream.of(Transport.NONE))
            .toList();

    private final byte[] bytes;
    private final int ranges;
    private final int singles;

    private PortRegistry(byte[] bytes) {
        this.bytes = bytes;
        ranges = afterComments(bytes);
        singles = afterRanges(bytes, ranges);
    }

    private static int afterComments(byte[] bytes) {
        int at = 0;
        while (at < bytes.length && bytes[at] == '#') {
            while (at < bytes.length && bytes[at] != '\n') {
                at++;
            }
            at++;
        }
        return Math.min(at, bytes.length);
    }

    private static int afterRanges(byte[] bytes, int start) {
        RegistryLine line = new RegistryLine(bytes);
        int at = start;
        while (at < bytes.length) {
            int next = line.read(at);
            if (!line.isRange()) {
                return at;
            }
            at = next;
        }
        return bytes.length;
    }

    /** Loads the packaged table. */
    public static PortRegistry load() {
        return new PortRegistry(Packed.bytes(RuleFile.REGISTRY.resource()));
    }

    /** Loads the table of a folder of rules, or the packaged one if it has none. */
    public static PortRegistry load(RuleFolder folder) {
        byte[] own = folder.table(RuleFile.REGISTRY, RegistryCheck::faults);
        return own == null ? load() : new PortRegistry(own);
    }

    static PortRegistry of(String table) {
        return new PortRegistry(table.getBytes(UTF_8));
    }

    /**
     * Returns the entries of a port for one transport: assigned ones first, then aliases, uses that the registry only
     * records, and reservations; single ports before ranges. For a transport without ports, what itself is registered for.
     */
    public List<Registration> at(int ipProtocol, int port) {
        return Transport.REGISTERED.contains(ipProtocol)
                ? find(List.of(ipProtocol), port)
                : LayerRegistry.packaged().at(ipProtocol, port);
    }

    /** Returns the entries that cover a port and state no transport, such as 3322-3325. */
    public List<Registration> withoutTransport(int port) {
        return find(List.of(Transport.NONE), port);
    }

    /** Returns all entries of a port in the order tcp, udp, sctp, dccp, no transport. */
    public List<Registration> at(int port) {
        return find(TRANSPORTS, port);
    }

    /**
     * Returns the registered service of a port: for this transport, else one registered without transport. Prefers an
     * assigned name to an alias or a recorded use; among equals, the order of the table ({@link RegistryMerge})
     * decides.
     */
    public @Nullable Registration primary(int ipProtocol, int port) {
        Registration own = primary(at(ipProtocol, port));
        return own != null || !Transport.REGISTERED.contains(ipProtocol) ? own : primary(withoutTransport(port));
    }

    /** Whether a service is registered on a port: for this transport, or for none. Creates no objects for entries. */
    public boolean isNamed(int ipProtocol, int port) {
        RegistryLine line = new RegistryLine(bytes);
        for (int at = lowest(line, port); at < bytes.length; ) {
            at = line.read(at);
            if (line.from() != port) {
                break;
            }
            if (line.isNamedFor(ipProtocol)) {
                return true;
            }
        }
        for (int at = ranges; at < singles; ) {
            at = line.read(at);
            if (line.covers(port) && line.isNamedFor(ipProtocol)) {
                return true;
            }
        }
        return false;
    }

    /** The first entry with a name, or null. */
    static @Nullable Registration primary(List<Registration> entries) {
        for (Registration entry : entries) {
            if (entry.named()) {
                return entry;
            }
        }
        return null;
    }

    /** The names of all services; they compare without case (RFC 6335 section 5.1). Scans the whole table. */
    public SortedSet<String> services() {
        SortedSet<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        RegistryLine line = new RegistryLine(bytes);
        for (int at = ranges; at < bytes.length; ) {
            at = line.read(at);
            names.add(line.name());
        }
        names.addAll(LayerRegistry.packaged().services());
        names.remove("");
        return Collections.unmodifiableSortedSet(names);
    }

    /** Returns the ports that a service is registered for, by its name or an alias. Scans the whole table. */
    public List<PortSpec> portsOf(String service) {
        RegistryLine line = new RegistryLine(bytes);
        Set<PortSpec> ports = new LinkedHashSet<>();
        for (int at = ranges; at < bytes.length; ) {
            at = line.read(at);
            if (line.name().equalsIgnoreCase(service)) {
                PortRange range = new PortRange(line.from(), line.to());
                for (int transport : TRANSPORTS) {
                    if (line.isFor(transport)) {
                        ports.add(new PortSpec(transport, range));
                    }
                }
            }
        }
        return List.copyOf(ports);
    }

    /** The comments at the head of the table, which name sources, dates and licence; one line each. */
    public List<String> about() {
        return new String(bytes, 0, ranges, UTF_8)
                .lines()
                .filter(line -> line.startsWith("#")) // a carriage return also ends a line, in the middle of a comment
                .map(line -> line.substring(1).strip())
                .toList();
    }

    private List<Registration> find(List<Integer> protocols, int port) {
        if (port < 0 || port > PortRange.LAST_PORT) {
            return List.of();
        }
        RegistryLine line = new RegistryLine(bytes);
        List<Registration> found = new ArrayList<>(2);
        for (int protocol : protocols) {
            List<Integer> one = List.of(protocol);
            for (int at = lowest(line, port); at < bytes.length; ) {
                at = line.read(at);
                if (line.from() != port) {
                    break;
                }
                add(found, line, one);
            }
            for (int at = ranges; at < singles; ) {
                at = line.read(at);
                if (line.covers(port)) {
                    add(found, line, one);
                }
            }
        }
        return Collections.unmodifiableList(found);
    }

    private static void add(List<Registration> found, RegistryLine line, List<Integer> protocols) {
        for (int protocol : protocols) {
            if (line.isFor(protocol)) {
                found.add(line.registration(protocol));
            }
        }
    }

    /** Offset of the first single-port row whose port is {@code port} or above. */
    private int lowest(RegistryLine line, int port) {
        int low = singles;
        int high = bytes.length;
        while (low < high) {
            int start = rowStart((low + high) >>> 1);
            if (line.portAt(start) < port) {
                low = line.read(start);
            } else {
                high = start;
            }
        }
        return low;
    }

    private int rowStart(int within) {
        int at = within;
        while (at > singles && bytes[at - 1] != '\n') {
            at--;
        }
        return at;
    }
}
