package dev.periplus.report.text;

import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * How formats for people are written.
 *
 * @param width columns, at least 60
 * @param colour whether to use colour
 * @param evidence whether tables print all evidence
 * @param all whether they print every flow, or every finding; otherwise similar flows are merged if there are many
 * @param zone of times
 * @param summary whether to print what was read and lost
 * @param sorting of the rows of a section, or null for the usual order
 * @param limit rows of a section at most; 0 for the usual number
 */
public record TextOptions(
        int width,
        boolean colour,
        boolean evidence,
        boolean all,
        ZoneId zone,
        boolean summary,
        @Nullable RowSorting sorting,
        int limit) {

    /** Everything as usual, without colour, in UTC. */
    public static TextOptions of(int width) {
        return new TextOptions(width, false, false, false, ZoneOffset.UTC, true, null, 0);
    }

    /** The same for a page of this width. */
    public TextOptions at(int columns, boolean colours) {
        return new TextOptions(columns, colours, evidence, all, zone, summary, sorting, limit);
    }

    /** The same with or without colour. */
    public TextOptions withColour(boolean colours) {
        return new TextOptions(width, colours, evidence, all, zone, summary, sorting, limit);
    }

    /** The same with these details. */
    public TextOptions with(boolean everyEvidence, boolean everything) {
        return new TextOptions(width, colour, everyEvidence, everything, zone, summary, sorting, limit);
    }

    /** The same in this zone. */
    public TextOptions in(ZoneId place) {
        return new TextOptions(width, colour, evidence, all, place, summary, sorting, limit);
    }

    /** The same without a summary. */
    public TextOptions withoutSummary() {
        return new TextOptions(width, colour, evidence, all, zone, false, sorting, limit);
    }

    /** The same for a file. */
    public TextOptions plain() {
        return withColour(false);
    }
}
