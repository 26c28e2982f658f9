package dev.periplus.registry;

import dev.periplus.address.Transport;
import dev.periplus.rulefile.Texts;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What one file holds: its entries in the order of the file, what was left out by reason, and its faults. */
final class ImportedSource {
    /** Why a record of a file is not in the table. */
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

    /** What makes two entries the same. */
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

    /** A record as it stands in a file. */
    record Raw(
            String name,
            String ports,
            String transport,
            String description,
            String date,
            String modified,
            String unauthorized,
            String notes) {}

    /** Takes one record that begins at {@code line}. */
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

    /** Leaves a record out that begins at {@code line} and says why. */
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
        if (name.length() > LONGEST_NAME || !name.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
            throw new IllegalArgumentException("\"" + Texts.shortened(name) + "\" is not a service name");
        }
        return name;
    }

    private static int transport(String text) {
        int transport = text.isEmpty() ? Transport.NONE : Transport.number(text.toLowerCase(Locale.ROOT));
        if (transport < 0) {
            throw new IllegalArgumentException(
                    "\"" + Texts.shortened(text) + "\" is not a transport: tcp, udp, sctp or dccp");
        }
        return transport;
    }

    private static @Nullable String date(String text) {
        if (text.isEmpty()) {
            return null;
        }
        if (!RegistryCheck.DATE.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "\"" + Texts.shortened(text) + "\" is not a date such as 2002-02 or 2015-06-29");
        }
        return text;
    }

    /** The registry tells of an entry's kind in prose only; null for a port nobody holds. */
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
        String text = Texts.clean(respelled < 0 ? raw : raw.substring(0, respelled));
        return text.length() <= LONGEST_TEXT ? text : Texts.clean(text.substring(0, LONGEST_TEXT));
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

    /** The file gives at most one name to a port and transport, and neither ranges nor entries without transport. */
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

    /** When the file was made, or the newest date in it; empty where it has none. */
    String asOf() {
        return updated == null ? newest : updated;
    }

    /** One line for people. */
    String describe() {
        String when = updated != null ? ", updated " + updated : newest.isEmpty() ? "" : ", newest entry " + newest;
        return title + when + ": " + records + " records";
    }
}
