package dev.periplus.cli;

import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/**
 * Where a command writes, and who reads it.
 *
 * @param out results; a {@link PrintableStream}
 * @param err everything else; a {@link PrintableStream}
 * @param interactive whether results go to a terminal
 * @param width columns
 * @param colour whether to use colour (https://no-color.org)
 */
record Terminal(PrintStream out, PrintStream err, boolean interactive, int width, boolean colour) {
    /** Makes every text printable, whoever opens the streams. */
    Terminal {
        out = new PrintableStream(out);
        err = new PrintableStream(err);
    }

    private static final int DEFAULT_WIDTH = 100;
    private static final int NARROWEST = 60;
    private static final int WIDEST = 240;

    /** Returns the terminal of this process, as the launcher describes it in the environment. */
    static Terminal ofProcess(PrintStream out, PrintStream err) {
        boolean interactive = "1".equals(System.getenv("PERIPLUS_TTY"));
        boolean colour = interactive && System.getenv("NO_COLOR") == null && !"dumb".equals(System.getenv("TERM"));
        return new Terminal(out, err, interactive, width(System.getenv("COLUMNS")), colour);
    }

    private static int width(@Nullable String columns) {
        return columns != null && columns.matches("\\d{1,4}")
                ? Math.max(NARROWEST, Math.min(WIDEST, Integer.parseInt(columns)))
                : DEFAULT_WIDTH;
    }
}
