package dev.periplus.report.text;

import dev.periplus.answer.Difference;
import dev.periplus.answer.Standing;
import dev.periplus.report.text.Page.Style;
import java.util.Comparator;
import java.util.List;

/** The parts of what differs, in the order in which they are to be looked at. */
public enum DiffSection {
    CHANGED("Services that changed", Style.CONFLICT),
    CONFLICT("New services, not what the port is registered for", Style.CONFLICT),
    NEW("New services", Style.HEADING),
    GONE("Services not seen any more", Style.UNKNOWN),
    INSIDE("Other protocols inside services", Style.HEADING),
    SERVERS("Fingerprints of services", Style.HEADING),
    NEW_CLIENTS("New clients", Style.HEADING),
    GONE_CLIENTS("Clients not seen any more", Style.UNKNOWN),
    CLIENTS("Clients that changed", Style.HEADING);

    private final String title;
    private final Style style;

    DiffSection(String title, Style style) {
        this.title = title;
        this.style = style;
    }

    String title() {
        return title;
    }

    Style style() {
        return style;
    }

    /** Differences by section; within one they keep their order. */
    public static List<Difference> inOrder(List<Difference> found) {
        return found.stream().sorted(Comparator.comparing(DiffSection::of)).toList();
    }

    static DiffSection of(Difference difference) {
        boolean conflict = difference.standing() == Standing.NOT_AS_REGISTERED;
        return switch (difference.subject()) {
            case SERVICE ->
                switch (difference.change()) {
                    case CHANGED -> CHANGED;
                    case NEW -> conflict ? CONFLICT : NEW;
                    case GONE -> GONE;
                };
            case INSIDE -> INSIDE;
            case SERVER_FINGERPRINT -> SERVERS;
            case CLIENT -> difference.change() == Difference.Change.NEW ? NEW_CLIENTS : GONE_CLIENTS;
            case CLIENT_PROTOCOLS, CLIENT_FINGERPRINT -> CLIENTS;
        };
    }
}
