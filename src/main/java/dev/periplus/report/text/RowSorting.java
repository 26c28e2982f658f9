package dev.periplus.report.text;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Orders the rows of a section of the table: amounts with the largest first, everything else ascending. */
public enum RowSorting {
    TIME(Comparator.comparingLong(row -> row.first().flow().start())),
    BYTES(Comparator.comparingLong(MergedFlows::bytes).reversed()),
    PACKETS(Comparator.comparingLong(MergedFlows::packets).reversed()),
    DURATION(Comparator.comparingLong((MergedFlows row) ->
                    row.first().flow().end() - row.first().flow().start())
            .reversed()),
    LABEL(Comparator.comparing(row -> String.valueOf(row.label()))),
    CLIENT(Comparator.comparing(
            row -> row.first().flow().host(row.first().flow().clientSide()))),
    SERVER(Comparator.comparing(row -> row.first().flow().server()));

    private final Comparator<MergedFlows> order;

    RowSorting(Comparator<MergedFlows> order) {
        this.order = order;
    }

    /** The keys, as users type them. */
    public static List<String> names() {
        return Stream.of(values())
                .map(key -> key.name().toLowerCase(Locale.ROOT))
                .toList();
    }

    /** Returns the order with this key, or null. */
    public static @Nullable RowSorting of(String name) {
        return Stream.of(values())
                .filter(key -> key.name().equalsIgnoreCase(name))
                .findFirst()
                .orElse(null);
    }

    List<MergedFlows> sorted(List<MergedFlows> rows) {
        return rows.stream().sorted(order).toList();
    }
}
