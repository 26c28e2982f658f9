package dev.periplus.report.text;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.periplus.text.Ascii;
import dev.periplus.text.Printable;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.List;

/** Writes text at a fixed width, with or without colour. */
final class Page {
    /** Style of text: its ECMA-48 graphic rendition. */
    enum Style {
        PLAIN(""),
        HEADING("1"),
        FAINT("2"),
        CONFLICT("1;33"),
        UNKNOWN("35"),
        AGREED("32"),
        DAMAGE("31");

        private final String code;

        Style(String code) {
            this.code = code;
        }
    }

    static final int NARROWEST = 60;

    private static final int KEY = 12;
    private static final int LONGEST_ITEM = 6;

    private final Writer out;
    private final int width;
    private final boolean colour;
    private final boolean ascii;
    private final boolean summary;
    private final PageClock clock;

    Page(OutputStream out, TextOptions options) {
        this.out = new BufferedWriter(new OutputStreamWriter(out, UTF_8));
        width = Math.max(NARROWEST, options.width());
        colour = options.colour();
        ascii = options.ascii();
        summary = options.summary();
        clock = new PageClock(options.zone(), options.times());
    }

    /** Whether a summary of the run is wanted. */
    boolean hasSummary() {
        return summary;
    }

    PageClock clock() {
        return clock;
    }

    int width() {
        return width;
    }

    String styled(Style style, String text) {
        return colour && !style.code.isEmpty() && !text.isBlank()
                ? "\u001b[" + style.code + "m" + text + "\u001b[0m"
                : text;
    }

    /** The whole line faint, instead of what it has of styles. */
    String faint(String line) {
        return styled(Style.FAINT, line.replaceAll("\u001b\\[[0-9;]*m", ""));
    }

    void line(String text) {
        try {
            out.write(ascii ? Ascii.of(text.stripTrailing()) : text.stripTrailing());
            out.write(System.lineSeparator());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void line(Style style, String text) {
        line(styled(style, text));
    }

    void blank() {
        line("");
    }

    /** Writes text in at most {@code most} lines, indented. */
    void paragraph(Style style, int indent, String text, int most) {
        List<String> lines = Columns.wrap(text, width - indent, most);
        for (String part : lines) {
            line(" ".repeat(indent) + styled(style, part));
        }
    }

    /** Writes a key, and text wrapped in the column behind it. */
    void item(Style style, String key, String text) {
        List<String> lines = Columns.wrap(Printable.of(text), width - KEY, LONGEST_ITEM);
        for (int i = 0; i < lines.size(); i++) {
            line(styled(Style.FAINT, Columns.left(i == 0 ? key : "", KEY)) + styled(style, lines.get(i)));
        }
    }

    void flush() {
        try {
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
