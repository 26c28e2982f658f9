package dev.periplus.report.text;

import dev.periplus.answer.Evidence;
import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.Layer;
import dev.periplus.report.ProcessText;
import dev.periplus.report.Words;
import dev.periplus.report.text.Page.Style;
import dev.periplus.text.Printable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Prints all evidence of a flow: weight in decibans, kind, sentence; then the rule, and the bytes and their position.
 */
public final class EvidenceTrail {
    private static final int WEIGHT = 6;
    private static final int KIND = 13;
    private static final String GAP = "  ";

    private EvidenceTrail() {}

    static void print(Page page, FlowRecord record, int indent) {
        String label = record.verdict().label();
        List<Evidence> evidence = new ArrayList<>(record.evidence());
        evidence.sort(Comparator.comparing((Evidence piece) -> !piece.label().equals(label))
                .thenComparing(Comparator.comparingDouble(Evidence::weight).reversed()));
        for (Evidence piece : evidence) {
            print(page, record, piece, label, indent);
        }
        for (String sentence : ProcessText.sentences(record)) {
            page.paragraph(Style.PLAIN, indent, Printable.of(sentence), Integer.MAX_VALUE);
        }
        for (Layer layer : record.inside()) {
            String then = layer.verdict().label();
            page.line(" ".repeat(indent) + "then " + then);
            layer.evidence().forEach(piece -> print(page, record, piece, then, indent));
        }
    }

    private static void print(Page page, FlowRecord record, Evidence piece, @Nullable String label, int indent) {
        String weight = String.format(Locale.ROOT, "%+.1f", piece.weight());
        String head = " ".repeat(indent)
                + Columns.right(weight, WEIGHT)
                + GAP
                + Columns.left(Words.of(piece.kind()), KIND)
                + GAP;
        int deep = Columns.width(head);
        String sentence = piece.label().equals(label) ? piece.says() : piece.label() + ": " + piece.says();
        List<String> lines = Columns.wrap(Printable.of(sentence), page.width() - deep, Integer.MAX_VALUE);
        page.line(head + (lines.isEmpty() ? "" : lines.get(0)));
        for (String more : lines.subList(Math.min(1, lines.size()), lines.size())) {
            page.line(" ".repeat(deep) + more);
        }
        page.paragraph(Style.FAINT, deep, Printable.of(piece.rule() + place(record, piece)), Integer.MAX_VALUE);
        byte[] bytes = piece.bytes();
        if (bytes != null) {
            bytes(page, HexFormat.of().formatHex(bytes), deep);
        }
    }

    /** Returns the position of the bytes, after a comma; empty if the evidence has none. */
    public static String place(FlowRecord record, Evidence piece) {
        if (piece.packet() == 0) {
            return "";
        }
        String elsewhere = piece.capture() == record.flow().capture() ? "" : " of " + record.capture(piece);
        return ", packet " + piece.packet() + elsewhere + (piece.offset() < 0 ? "" : ", byte " + piece.offset());
    }

    /** Prints sixteen bytes per line, or eight on a narrow page. */
    private static void bytes(Page page, String hex, int indent) {
        int most = page.width() - indent >= 16 * 4 + 2 ? 16 : 8;
        for (int from = 0; from < hex.length(); from += 2 * most) {
            String part = hex.substring(from, Math.min(hex.length(), from + 2 * most));
            String pairs = Columns.left(pairs(part), Math.min(hex.length() / 2, most) * 3);
            page.line(" ".repeat(indent) + page.styled(Style.FAINT, pairs + " " + ascii(part)));
        }
    }

    /** Splits hex digits into pairs separated by spaces. */
    private static String pairs(String hex) {
        return hex.replaceAll("..(?=.)", "$0 ");
    }

    /** Converts hex digits to ASCII, with a dot for each byte that is not printable. */
    private static String ascii(String hex) {
        StringBuilder ascii = new StringBuilder(hex.length() / 2);
        for (int i = 0; i + 1 < hex.length(); i += 2) {
            int value = Integer.parseInt(hex, i, i + 2, 16);
            ascii.append(value >= 0x20 && value < 0x7f ? (char) value : '.');
        }
        return ascii.toString();
    }
}
