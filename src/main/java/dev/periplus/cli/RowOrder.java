package dev.periplus.cli;

import dev.periplus.report.text.RowSorting;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The options {@code --sort} and {@code --limit} of tables. */
final class RowOrder {
    /** The keys of {@link RowSorting}, which takes a while to load. */
    static final List<String> NAMES = List.of("time", "bytes", "packets", "duration", "label", "client", "server");

    private RowOrder() {}

    static Arguments declare(Arguments arguments) {
        return arguments
                .value(null, "sort", "KEY", "in tables, sort each section by " + String.join(", ", NAMES))
                .value(null, "limit", "N", "in tables and views, at most N rows in each section");
    }

    /** Returns null without {@code --sort}. */
    static @Nullable RowSorting of(Arguments arguments) throws UsageException {
        String key = arguments.get("sort");
        RowSorting sorting = key == null ? null : RowSorting.of(key);
        if (key != null && sorting == null) {
            throw new UsageException("--sort takes " + String.join(", ", NAMES) + ", not '" + key + "'");
        }
        return sorting;
    }

    /** Returns 0 without {@code --limit}. */
    static int limit(Arguments arguments) throws UsageException {
        return (int) arguments.number("limit", 0, 1, Integer.MAX_VALUE);
    }
}
