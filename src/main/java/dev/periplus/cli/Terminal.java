package dev.periplus.cli;

import dev.periplus.command.UsageException;
import dev.periplus.text.PrintableStream;
import java.io.Console;
import java.io.PrintStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a command writes, and who reads it.
 *
 * @param out results; a {@link PrintableStream}
 * @param err everything else; a {@link PrintableStream}
 * @param interactive whether results go to a terminal
 * @param width columns
 * @param colour whether to use colour (https://no-color.org)
 * @param ascii whether to show ASCII only
 */
record Terminal(PrintStream out, PrintStream err, boolean interactive, int width, boolean colour, boolean ascii) {
    private static final int DEFAULT_WIDTH = 100;
    private static final int NARROWEST = 60;
    /** Columns at most. */
    static final int WIDEST = 240;

    /** Since this version, there is a console without a terminal. */
    private static final int CONSOLE_FOR_ALL = 22;

    /** Makes every text printable, whoever opens the streams. */
    Terminal {
        out = new PrintableStream(out, ascii);
        err = new PrintableStream(err, ascii);
    }

    /** One that shows every sign. */
    Terminal(PrintStream out, PrintStream err, boolean interactive, int width, boolean colour) {
        this(out, err, interactive, width, colour, false);
    }

    /**
     * Returns the terminal of this process, as the launcher describes it in the environment. Without the launcher, Java and
     * the system are asked, which takes longer.
     */
    static Terminal ofProcess(PrintStream out, PrintStream err) {
        Map<String, String> environment = System.getenv();
        String launcher = environment.get("PERIPLUS_TTY");
        boolean windows = launcher == null && WindowsConsole.isHere();
        boolean interactive =
                launcher != null ? launcher.equals("1") : windows ? WindowsConsole.showsOutput() : isOnConsole();
        boolean colour = interactive && !environment.containsKey("NO_COLOR") && !"dumb".equals(environment.get("TERM"));
        String columns = environment.get("COLUMNS");
        if (columns == null && launcher == null && interactive) {
            columns = Integer.toString(windows ? WindowsConsole.columns() : RawTerminal.columns());
        }
        boolean ascii =
                windows ? interactive && !WindowsConsole.showsUnicode() : "1".equals(environment.get("PERIPLUS_ASCII"));
        return new Terminal(out, err, interactive, width(columns), colour, ascii);
    }

    private static boolean isOnConsole() {
        Console console = System.console();
        if (console == null || Runtime.version().feature() < CONSOLE_FOR_ALL) {
            return console != null;
        }
        try {
            return Boolean.TRUE.equals(Console.class.getMethod("isTerminal").invoke(console));
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }

    /** The terminal as operations see it. */
    dev.periplus.command.Console console() {
        return new dev.periplus.command.Console(out, err)
                .width(width)
                .colour(colour)
                .ascii(ascii)
                .interactive(interactive);
    }

    /**
     * The same with the colour that {@code --color} asks for.
     *
     * @param when auto, always, never, or null for auto
     */
    Terminal coloured(@Nullable String when) throws UsageException {
        return switch (when == null ? "auto" : when) {
            case "auto" -> this;
            case "always" -> withColour(true);
            case "never" -> withColour(false);
            default -> throw new UsageException("--color takes auto, always or never, not '" + when + "'");
        };
    }

    private Terminal withColour(boolean colours) {
        return new Terminal(out, err, interactive, width, colours, ascii);
    }

    private static int width(@Nullable String columns) {
        return columns != null && columns.matches("[1-9]\\d{0,3}")
                ? Math.max(NARROWEST, Math.min(WIDEST, Integer.parseInt(columns)))
                : DEFAULT_WIDTH;
    }
}
