package dev.periplus.report.text;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How formats for people are written.
 *
 * @param width columns, at least 60
 * @param colour whether to use colour
 * @param ascii whether only ASCII is shown
 * @param evidence whether tables print all evidence
 * @param all whether they print every flow, or every finding; otherwise similar flows are merged if there are many
 * @param zone of times
 * @param times how lines write the time of a flow
 * @param fields columns of CSV; none for the usual ones
 * @param summary whether to print what was read and lost
 * @param sorting of the rows of a section, or null for the usual order
 * @param limit rows of a section at most; 0 for the usual number
 */
public record TextOptions(
        int width,
        boolean colour,
        boolean ascii,
        boolean evidence,
        boolean all,
        ZoneId zone,
        TimeForm times,
        List<String> fields,
        boolean summary,
        @Nullable RowSorting sorting,
        int limit) {

    /** Everything as usual, without colour, in UTC. */
    public static TextOptions of(int width) {
        return new TextOptions(
                width, false, false, false, false, ZoneOffset.UTC, TimeForm.DATE, List.of(), true, null, 0);
    }

    /** The same for a page of this width. */
    public TextOptions at(int columns, boolean colours, boolean asciiOnly) {
        return new TextOptions(
                columns, colours, asciiOnly, evidence, all, zone, times, fields, summary, sorting, limit);
    }

    /** The same with or without colour. */
    public TextOptions withColour(boolean colours) {
        return new TextOptions(width, colours, ascii, evidence, all, zone, times, fields, summary, sorting, limit);
    }

    /** The same with these details. */
    public TextOptions with(boolean everyEvidence, boolean everything) {
        return new TextOptions(
                width, colour, ascii, everyEvidence, everything, zone, times, fields, summary, sorting, limit);
    }

    /** The same in this zone. */
    public TextOptions in(ZoneId place) {
        return new TextOptions(width, colour, ascii, evidence, all, place, times, fields, summary, sorting, limit);
    }

    /** The same without a summary. */
    public TextOptions withoutSummary() {
        return new TextOptions(width, colour, ascii, evidence, all, zone, times, fields, false, sorting, limit);
    }

    /** The same for a file. */
    public TextOptions plain() {
        return at(width, false, false);
    }
}
