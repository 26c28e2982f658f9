package dev.periplus.text;

import java.io.PrintStream;

/** Prints text wrapped at words to a width. */
public record WrappedText(PrintStream out, int width) {
    /**
     * Prints a name, and what it means in a column behind it, or below if the name is too long.
     *
     * @param column width of the names
     */
    public void item(String name, String about, int column) {
        int indent = column + 2;
        if (name.length() > column - 2) {
            out.println("  " + name);
            print(" ".repeat(indent) + about, indent);
        } else {
            print("  " + name + " ".repeat(column - name.length()) + about, indent);
        }
    }

    /** @param indent of every line but the first */
    public void print(String text, int indent) {
        String left = text;
        String margin = "";
        while (margin.length() + left.length() > width) {
            int cut = left.lastIndexOf(' ', width - margin.length());
            int start = left.length() - left.stripLeading().length();
            if (cut <= start || left.substring(start, cut).isBlank()) {
                cut = width - margin.length();
            }
            out.println(margin + left.substring(0, cut));
            left = left.substring(cut).strip();
            margin = " ".repeat(indent);
        }
        out.println(margin + left);
    }
}
