package dev.periplus.calibrate;

import dev.periplus.address.Address;
import dev.periplus.address.Endpoint;
import dev.periplus.address.Transport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A folder of captures with reference labels, all tables with tabs and a head line.
 *
 * <ul>
 *   <li>{@code truth.tsv}: a row for each flow, with the columns {@code capture} (its path in the folder), {@code
 *       transport}, {@code a_ip}, {@code a_port}, {@code b_ip}, {@code b_port}, {@code protocol}, {@code class} ({@code
 *       dpi} if the reference looked at the bytes; other rows do not count) and, if present, {@code application} and
 *       {@code also} (further ids that are right)
 *   <li>{@code labels.tsv}: {@code reference_label} and {@code accepted_ids}, the ids that are right for it
 *   <li>{@code adjudicated.tsv}, if present: errors of the reference. The columns of {@code truth.tsv} that name a flow
 *       (without addresses: every flow of the capture), and {@code accepted}, the ids that are right instead; without
 *       any, the flow does not count.
 * </ul>
 */
public final class ReferenceLabels {
    /** Flows of one capture and label that count, so that no capture outweighs the others. */
    private static final int MOST = 20;

    private static final String[] TRUTH = {
        "capture", "transport", "a_ip", "a_port", "b_ip", "b_port", "protocol", "class"
    };
    private static final String[] ADJUDICATED = {"capture", "transport", "a_ip", "a_port", "b_ip", "b_port", "accepted"
    };

    private final Path folder;
    private final Map<String, Map<Ends, Reference>> captures = new LinkedHashMap<>();

    private int adjudicated;

    private ReferenceLabels(Path folder) {
        this.folder = folder;
    }

    /**
     * Reads the tables of a folder.
     *
     * @param adjudicated another table of errors of the reference, or null
     * @throws IOException if a table is missing or wrong, with file and line
     */
    public static ReferenceLabels read(Path folder, @Nullable Path adjudicated) throws IOException {
        ReferenceLabels labels = new ReferenceLabels(folder);
        Map<String, Set<String>> accepted = new HashMap<>();
        for (TableRow row : TableRow.read(folder.resolve("labels.tsv"), "reference_label", "accepted_ids")) {
            accepted.put(row.get("reference_label"), ids(row.get("accepted_ids")));
        }
        Map<List<String>, Integer> taken = new HashMap<>();
        for (TableRow row : TableRow.read(folder.resolve("truth.tsv"), TRUTH)) {
            labels.add(row, accepted, taken);
        }
        Path beside = folder.resolve("adjudicated.tsv");
        if (Files.exists(beside)) {
            labels.adjudicate(TableRow.read(beside, ADJUDICATED));
        }
        if (adjudicated != null) {
            labels.adjudicate(TableRow.read(adjudicated, ADJUDICATED));
        }
        labels.captures.values().removeIf(Map::isEmpty);
        return labels;
    }

    private void add(TableRow row, Map<String, Set<String>> accepted, Map<List<String>, Integer> taken)
            throws IOException {
        String protocol = row.get("protocol");
        String application = row.get("application");
        boolean counts = row.get("class").equals("dpi")
                && accepted.containsKey(protocol)
                && Transport.hasPorts(Transport.number(row.get("transport")));
        String capture = row.get("capture");
        if (!counts || taken.merge(List.of(capture, protocol, application), 1, Integer::sum) > MOST) {
            return;
        }
        Set<String> right = new HashSet<>(accepted.getOrDefault(protocol, Set.of()));
        right.addAll(accepted.getOrDefault(application, Set.of()));
        right.addAll(ids(row.get("also")));
        captures.computeIfAbsent(capture, path -> new HashMap<>())
                .merge(ends(row), new Reference(protocol, Set.copyOf(right)), Reference::or);
    }

    private void adjudicate(List<TableRow> rows) throws IOException {
        for (TableRow row : rows) {
            Map<Ends, Reference> flows = captures.getOrDefault(row.get("capture"), Map.of());
            Set<String> right = ids(row.get("accepted"));
            Ends only = row.get("a_ip").isEmpty() ? null : ends(row);
            for (Ends ends : List.copyOf(flows.keySet())) {
                if (only == null || only.equals(ends)) {
                    flows.computeIfPresent(
                            ends, (key, reference) -> right.isEmpty() ? null : new Reference(reference.label(), right));
                    adjudicated++;
                }
            }
        }
    }

    private static Ends ends(TableRow row) throws IOException {
        int transport = Transport.number(row.get("transport"));
        return Ends.of(end(row, "a", transport), end(row, "b", transport));
    }

    private static Endpoint end(TableRow row, String side, int transport) throws IOException {
        Address address = Address.parse(row.get(side + "_ip"));
        String port = row.get(side + "_port");
        if (address == null || !port.matches("\\d{1,5}")) {
            throw row.wrong(side + "_ip and " + side + "_port are no address and port");
        }
        return new Endpoint(address, Integer.parseInt(port), transport);
    }

    private static Set<String> ids(String text) {
        return text.isBlank() ? Set.of() : Set.copyOf(Arrays.asList(text.strip().split("\\s+")));
    }

    /** Paths in the folder of the captures that have flows with a reference. */
    public List<String> captures() {
        return List.copyOf(captures.keySet());
    }

    /** The path of a capture. */
    public String path(String capture) {
        return folder.resolve(capture).toString();
    }

    /** Size of the captures, without those that are missing. */
    public long bytes() {
        return captures.keySet().stream()
                .mapToLong(capture -> folder.resolve(capture).toFile().length())
                .sum();
    }

    /** Number of flows with a reference. */
    public int flows() {
        return captures.values().stream().mapToInt(Map::size).sum();
    }

    /** Number of flows whose reference was found wrong. */
    public int adjudicated() {
        return adjudicated;
    }

    /** Accepts further ids for a flow. */
    void accept(String capture, Ends ends, Set<String> ids) {
        captures.getOrDefault(capture, Map.of())
                .computeIfPresent(ends, (key, reference) -> reference.or(new Reference("", ids)));
    }

    /** The references of a capture, by the ends of their flows. */
    Map<Ends, Reference> of(String capture) {
        return captures.getOrDefault(capture, Map.of());
    }
}
