package dev.periplus.report.text;

import dev.periplus.address.Transport;
import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.Standing;
import dev.periplus.answer.Verdict;
import dev.periplus.report.Why;
import dev.periplus.report.text.Page.Style;

/** Sections of the table in display order: the most interesting first. */
public enum Section {
    CONFLICT("Not as registered", 4_000, Style.CONFLICT),
    CLAIMED("Unknown, on ports with known users", 2_000, Style.UNKNOWN),
    UNKNOWN("Unknown", 1_500, Style.UNKNOWN),
    UNREGISTERED("On unregistered ports", 1_000, Style.AGREED),
    AS_REGISTERED("As registered", 1_000, Style.AGREED),
    SILENT("No payload or no answer", 250, Style.FAINT),
    PORTLESS("Protocols without ports", 250, Style.PLAIN);

    private final String title;
    private final int capacity;
    private final Style style;

    Section(String title, int capacity, Style style) {
        this.title = title;
        this.capacity = capacity;
        this.style = style;
    }

    public String title() {
        return title;
    }

    /** Number of flows kept to be shown; further ones are only counted. */
    int capacity() {
        return capacity;
    }

    /** Style of its labels. */
    Style style() {
        return style;
    }

    public static Section of(FlowRecord record) {
        Verdict verdict = record.verdict();
        if (verdict.label() != null) {
            return switch (record.standing()) {
                case NOT_AS_REGISTERED -> CONFLICT;
                case AS_REGISTERED -> portless(record) ? PORTLESS : AS_REGISTERED;
                case REGISTERED_ONLY, UNREGISTERED -> portless(record) ? PORTLESS : UNREGISTERED;
            };
        }
        if (portless(record)) {
            return PORTLESS;
        }
        Verdict.Unknown why = verdict.unknownBecause();
        if (why == Verdict.Unknown.NO_PAYLOAD || why == Verdict.Unknown.UNANSWERED_PROBE) {
            return SILENT;
        }
        boolean claimed = record.standing() != Standing.UNREGISTERED
                && record.knownUsers().stream().anyMatch(Why::tells);
        return claimed ? CLAIMED : UNKNOWN;
    }

    private static boolean portless(FlowRecord record) {
        return !Transport.hasPorts(record.flow().protocol());
    }
}
