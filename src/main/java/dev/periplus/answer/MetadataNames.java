package dev.periplus.answer;

import dev.periplus.text.NameTable;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/** The names of all metadata that detectors write, such as {@code tls.sni}, from {@code metadata.tsv}. */
public final class MetadataNames {
    private static final SortedSet<String> ALL = read();

    /** What the groups of add-ons begin with. */
    public static final String ADDED = "x-";

    private MetadataNames() {}

    public static SortedSet<String> all() {
        return ALL;
    }

    /** Whether a detector may write this: a name of the table, or any in a group of an add-on. */
    public static boolean has(String group, String key) {
        return group.startsWith(ADDED) || ALL.contains(group + "." + key);
    }

    private static SortedSet<String> read() {
        SortedSet<String> names = new TreeSet<>();
        NameTable.read(MetadataNames.class, "metadata.tsv")
                .forEach((group, keys) -> keys.forEach(key -> names.add(group + "." + key)));
        return Collections.unmodifiableSortedSet(names);
    }
}
