package dev.periplus.cli;

import java.io.PrintStream;

/** Prints text wrapped at words to a width. */
record WrappedText(PrintStream out, int width) {
    /** @param indent of every line but the first */
    void print(String text, int indent) {
        String left = text;
        String margin = "";
        while (margin.length() + left.length() > width) {
            int cut = left.lastIndexOf(' ', width - margin.length());
            if (cut <= left.length() - left.stripLeading().length()) {
                cut = width - margin.length();
            }
            out.println(margin + left.substring(0, cut));
            left = left.substring(cut).strip();
            margin = " ".repeat(indent);
        }
        out.println(margin + left);
    }
}
