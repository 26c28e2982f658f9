package dev.periplus.report;

import dev.periplus.text.Printable;
import java.util.List;

/** Reports an invalid condition; the message is a sentence. */
public final class WrongFilterException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int column;
    private final transient List<String> shown;

    WrongFilterException(String text, int column, String what) {
        super("-Y, column " + column + ": " + what);
        this.column = column;
        int before = Printable.of(text.substring(0, column - 1)).length();
        shown = List.of("  " + Printable.of(text), "  " + " ".repeat(before) + "^");
    }

    /** The condition, and a caret under the error. */
    public List<String> shown() {
        return shown;
    }

    /** Column of the error, from 1. */
    public int column() {
        return column;
    }
}
