package dev.periplus.report.text;

import dev.periplus.answer.Difference;
import dev.periplus.answer.Standing;
import dev.periplus.report.text.Page.Style;
import java.util.Comparator;
import java.util.List;

/** Sections of a comparison, the most urgent first. */
public enum DiffSection {
    CHANGED("Changed services", Style.CONFLICT),
    CONFLICT("New services, not as registered", Style.CONFLICT),
    NEW("New services", Style.HEADING),
    GONE("Services no longer seen", Style.UNKNOWN),
    INSIDE("Protocols inside services", Style.HEADING),
    SERVERS("Service fingerprints", Style.HEADING),
    NEW_CLIENTS("New clients", Style.HEADING),
    GONE_CLIENTS("Clients no longer seen", Style.UNKNOWN),
    CLIENTS("Changed clients", Style.HEADING);

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

    /** Sorts differences by section; keeps their order within a section. */
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
