package dev.periplus.registry;

import dev.periplus.address.Transport;
import dev.periplus.text.Printable;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The content of one imported file: its entries in file order, counts of records left out by reason, and its faults.
 */
final class ImportedSource {
    /** Why a record was left out. */
    enum LeftOut {
        UNASSIGNED("unassigned"),
        WITHOUT_PORT("names without a port"),
        DUPLICATE("duplicates"),
        FAULTY("faulty"),
        GONE("no longer registered"),
        RENAMED("registered under another name since");

        final String words;

        LeftOut(String words) {
            this.words = words;
        }
    }

    /** Identity of an entry. */
    public record Key(int transport, int from, int to, String name) {}

    private static final int LONGEST_TEXT = 1000;
    private static final int LONGEST_NAME = 64;
    private static final int MOST_FAULTS = 100;
    private static final String RESPELLED = "IANA assigned this well-formed service name";

    private final String file;
    private final Map<Key, Registration> entries = new LinkedHashMap<>();
    private final Map<LeftOut, Integer> leftOut = new EnumMap<>(LeftOut.class);
    private final List<String> faults = new ArrayList<>();
    private int records;
    private boolean oneNamePerPort;
    private String title;
    private @Nullable String updated;
    private String newest = "";

    ImportedSource(String file) {
        this.file = file;
        title = file;
    }

    /** The raw fields of a record. */
    record Raw(
            String name,
            String ports,
            String transport,
            String description,
            String date,
            String modified,
            String unauthorized,
            String notes) {}

    /** Adds the record that begins at {@code line}. */
    void add(long line, Raw raw) {
        records++;
        note(raw.date().strip());
        note(raw.modified().strip());
        String ports = raw.ports().strip();
        if (ports.isEmpty()) {
            count(LeftOut.WITHOUT_PORT, 1);
            return;
        }
        try {
            Registration entry = entry(raw, PortRange.parse(ports));
            if (entry == null) {
                count(LeftOut.UNASSIGNED, 1);
            } else if (entries.putIfAbsent(key(entry), entry) != null) {
                count(LeftOut.DUPLICATE, 1);
            }
        } catch (IllegalArgumentException wrong) {
            fault(line, String.valueOf(wrong.getMessage()));
        }
    }

    /** Leaves out the record that begins at {@code line} and reports why. */
    void fault(long line, String message) {
        count(LeftOut.FAULTY, 1);
        if (faults.size() < MOST_FAULTS) {
            faults.add(file + ":" + line + ": " + message);
        }
    }

    private void note(String date) {
        if (RegistryCheck.DATE.matcher(date).matches() && date.compareTo(newest) > 0) {
            newest = date;
        }
    }

    private static @Nullable Registration entry(Raw raw, PortRange ports) {
        String name = name(raw.name());
        int transport = transport(raw.transport().strip());
        String description = text(raw.description());
        Registration.Status status = status(name, description, raw.notes());
        if (status == null) {
            return null;
        }
        String unauthorized = text(raw.unauthorized());
        return new Registration(
                name,
                description,
                transport,
                ports.from(),
                ports.to(),
                date(raw.date().strip()),
                unauthorized.isEmpty() ? null : unauthorized,
                status);
    }

    private static String name(String text) {
        String name = text.strip();
        boolean clean = name.equals(Printable.folded(name)) && name.chars().allMatch(c -> c < 0x7f);
        if (name.length() > LONGEST_NAME || !clean) {
            throw new IllegalArgumentException("\"" + Printable.shortened(name) + "\" is not a service name; at most "
                    + LONGEST_NAME + " printable ASCII characters");
        }
        return name;
    }

    private static int transport(String text) {
        int transport = text.isEmpty() ? Transport.NONE : Transport.number(text.toLowerCase(Locale.ROOT));
        if (transport < 0) {
            throw new IllegalArgumentException(
                    "\"" + Printable.shortened(text) + "\" is not a transport; known are tcp, udp, sctp, dccp");
        }
        return transport;
    }

    private static @Nullable String date(String text) {
        if (text.isEmpty()) {
            return null;
        }
        if (!RegistryCheck.DATE.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "\"" + Printable.shortened(text) + "\" is not a date; write 2002-02 or 2015-06-29");
        }
        return text;
    }

    /** Derives the status from IANA's prose, the only place that has it; null for an unassigned port. */
    private static Registration.@Nullable Status status(String name, String description, String notes) {
        if (name.isEmpty()) {
            String words = description.toLowerCase(Locale.ROOT);
            boolean held = words.startsWith("reserved") || words.startsWith("any private");
            return held ? Registration.Status.RESERVED : null;
        }
        String words = notes.toLowerCase(Locale.ROOT);
        if (words.contains("is an alias to") || words.contains("is a duplicate of")) {
            return Registration.Status.ALIAS;
        }
        return words.contains("records an unassigned") ? Registration.Status.OBSERVED : Registration.Status.ASSIGNED;
    }

    private static String text(String raw) {
        int respelled = raw.indexOf(RESPELLED);
        String text = Printable.folded(respelled < 0 ? raw : raw.substring(0, respelled));
        return text.length() <= LONGEST_TEXT ? text : Printable.folded(text.substring(0, LONGEST_TEXT));
    }

    static Key key(Registration entry) {
        return new Key(entry.transport(), entry.from(), entry.to(), entry.name());
    }

    void count(LeftOut reason, int more) {
        leftOut.merge(reason, more, Integer::sum);
    }

    void title(String words) {
        title = words;
    }

    void updated(String date) {
        updated = date;
    }

    /** Marks a file that has at most one name per port and transport, no ranges and no entries without transport. */
    void oneNamePerPort() {
        oneNamePerPort = true;
    }

    boolean givesOneNamePerPort() {
        return oneNamePerPort;
    }

    String file() {
        return file;
    }

    Map<Key, Registration> entries() {
        return entries;
    }

    Map<LeftOut, Integer> leftOut() {
        return leftOut;
    }

    List<String> faults() {
        return faults;
    }

    int records() {
        return records;
    }

    /** Date of the file, or the newest date in it; empty if it has none. */
    String asOf() {
        return updated == null ? newest : updated;
    }

    /** Describes the source in one line. */
    String describe() {
        String when = updated != null ? ", updated " + updated : newest.isEmpty() ? "" : ", newest entry " + newest;
        return title + when + ": " + records + " records";
    }
}
