package dev.periplus.registry;

import dev.periplus.address.Transport;
import dev.periplus.registry.ImportedSource.Key;
import dev.periplus.registry.ImportedSource.LeftOut;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Merges sources, newest first, into one list. The newest decides what is registered. Older ones add dates, notes and
 * statuses to the same entries; if the newest has only one name per port, they also add ranges, entries without
 * transport and further names of a port. Names of a port that an older source also has come first, and among these the
 * one in the newest source.
 */
final class RegistryMerge {
    private record PortKey(int transport, int port) {}

    private final Map<Key, Registration> merged;
    private final Set<Key> current;
    private final Set<Key> established = new HashSet<>();
    private final Map<PortKey, String> currentNames = new HashMap<>();
    private final boolean oneNamePerPort;

    private RegistryMerge(ImportedSource newest) {
        merged = new LinkedHashMap<>(newest.entries());
        current = new HashSet<>(newest.entries().keySet());
        oneNamePerPort = newest.givesOneNamePerPort();
        for (Registration entry : newest.entries().values()) {
            if (oneNamePerPort && entry.named()) {
                currentNames.put(new PortKey(entry.transport(), entry.from()), entry.name());
            }
        }
    }

    /** Merges the sources: ranges first, then single ports; the entries of a port in order of preference. */
    static List<Registration> merge(List<ImportedSource> newestFirst) {
        RegistryMerge merge = new RegistryMerge(newestFirst.get(0));
        for (ImportedSource older : newestFirst.subList(1, newestFirst.size())) {
            merge.add(older);
        }
        return merge.sorted();
    }

    private void add(ImportedSource older) {
        for (Map.Entry<Key, Registration> entry : older.entries().entrySet()) {
            Registration known = merged.get(entry.getKey());
            if (known != null) {
                established.add(entry.getKey());
                merged.put(entry.getKey(), completed(known, entry.getValue()));
            } else {
                addFurther(older, entry.getValue());
            }
        }
    }

    private static Registration completed(Registration known, Registration older) {
        return new Registration(
                known.name(),
                known.description().isEmpty() ? older.description() : known.description(),
                known.transport(),
                known.from(),
                known.to(),
                known.date() == null ? older.date() : known.date(),
                known.unauthorized() == null ? older.unauthorized() : known.unauthorized(),
                known.status() == Registration.Status.ASSIGNED ? older.status() : known.status());
    }

    private void addFurther(ImportedSource older, Registration entry) {
        if (oneNamePerPort && (entry.from() != entry.to() || entry.transport() == Transport.NONE)) {
            merged.put(ImportedSource.key(entry), entry);
            return;
        }
        String name = currentNames.get(new PortKey(entry.transport(), entry.from()));
        if (name == null) {
            older.count(LeftOut.GONE, 1);
        } else if (entry.named() && beside(name, older, entry)) {
            established.add(ImportedSource.key(entry));
            merged.put(ImportedSource.key(entry), entry);
        } else if (entry.named() && currentElsewhere(entry)) {
            merged.put(ImportedSource.key(entry), entry);
        } else {
            older.count(LeftOut.RENAMED, 1);
        }
    }

    /**
     * Whether the older source also has the current name of the port: then the current name did not replace this one.
     */
    private static boolean beside(String name, ImportedSource older, Registration entry) {
        return older.entries().containsKey(new Key(entry.transport(), entry.from(), entry.to(), name));
    }

    /** Whether the port still has this name for another transport: then the newer name did not replace it. */
    private boolean currentElsewhere(Registration entry) {
        for (int transport : new int[] {Transport.TCP, Transport.UDP}) {
            if (entry.name().equals(currentNames.get(new PortKey(transport, entry.from())))) {
                return true;
            }
        }
        return false;
    }

    private List<Registration> sorted() {
        List<Registration> sorted = new ArrayList<>(merged.values());
        sorted.sort(Comparator.comparing((Registration entry) -> entry.from() == entry.to())
                .thenComparingInt(Registration::from)
                .thenComparingInt(Registration::to)
                .thenComparing(Registration::status)
                .thenComparing(entry -> !established.contains(ImportedSource.key(entry)))
                .thenComparing(entry -> !current.contains(ImportedSource.key(entry))));
        return sorted;
    }
}
