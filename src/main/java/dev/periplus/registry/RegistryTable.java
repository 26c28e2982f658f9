package dev.periplus.registry;

import dev.periplus.address.Transport;
import dev.periplus.text.Printable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes a registry table; see {@link RegistryLine} for its columns. */
final class RegistryTable {
    private static final List<String> HEAD = List.of(
            "Port registrations of IANA's Service Name and Transport Protocol Port Number Registry (RFC 6335).",
            "The data is in the public domain: ICANN and the IETF Trust apply CC0 1.0 to the protocol registries.",
            "Names of persons are left out. Made by: periplus registry update");
    private static final String COLUMNS =
            "Ranges, then single ports: ports, transports (- none stated), name, description, registered, status"
                    + " (empty: assigned), unauthorised use";
    private static final Comparator<Integer> BY_CUSTOM = Comparator.comparing(Transport.REGISTERED::indexOf);

    /** An entry and all its transports. */
    private record Row(Registration entry, Set<Integer> transports) {}

    private RegistryTable() {}

    static String leftOut(ImportedSource source) {
        if (source.leftOut().isEmpty()) {
            return "";
        }
        return source.leftOut().entrySet().stream()
                .map(reason -> reason.getValue() + " " + reason.getKey().words)
                .collect(Collectors.joining(", ", "; left out: ", ""));
    }

    static String text(List<Registration> entries, List<String> sources, List<String> notes) {
        StringBuilder text = new StringBuilder(entries.size() * 40);
        HEAD.forEach(line -> comment(text, line));
        sources.forEach(line -> comment(text, "Source: " + line));
        notes.forEach(line -> comment(text, line));
        comment(text, "Entries: " + entries.size());
        comment(text, COLUMNS);
        for (Row row : rows(entries)) {
            write(text, row.entry(), row.transports());
        }
        return text.toString();
    }

    private static void comment(StringBuilder text, String line) {
        text.append("# ").append(Printable.folded(line)).append('\n');
    }

    /**
     * Groups entries into rows: entries that differ only in transport share a row, unless that would move one ahead of
     * other entries of its transport and port.
     */
    private static List<Row> rows(List<Registration> entries) {
        List<Row> rows = new ArrayList<>();
        for (Registration entry : entries) {
            Row row = shared(rows, entry);
            if (row == null) {
                row = new Row(entry, new TreeSet<>(BY_CUSTOM));
                rows.add(row);
            }
            row.transports().add(entry.transport());
        }
        return rows;
    }

    private static @Nullable Row shared(List<Row> rows, Registration entry) {
        for (int at = rows.size() - 1; at >= 0; at--) {
            Row row = rows.get(at);
            if (!row.entry().range().equals(entry.range()) || row.transports().contains(entry.transport())) {
                return null;
            }
            if (bare(row.entry()).equals(bare(entry)) && stated(row.entry()) == stated(entry)) {
                return row;
            }
        }
        return null;
    }

    private static boolean stated(Registration entry) {
        return entry.transport() != Transport.NONE;
    }

    private static Registration bare(Registration entry) {
        return new Registration(
                entry.name(),
                entry.description(),
                Transport.NONE,
                entry.from(),
                entry.to(),
                entry.date(),
                entry.unauthorized(),
                entry.status());
    }

    private static void write(StringBuilder text, Registration entry, Set<Integer> transports) {
        boolean plain = entry.status() == Registration.Status.ASSIGNED;
        String row = String.join(
                "\t",
                entry.range().toString(),
                transports.stream().map(RegistryLine::transport).collect(Collectors.joining("/")),
                entry.name(),
                entry.description(),
                entry.date() == null ? "" : entry.date(),
                plain ? "" : entry.status().word(),
                entry.unauthorized() == null ? "" : entry.unauthorized());
        text.append(row.stripTrailing()).append('\n');
    }
}
