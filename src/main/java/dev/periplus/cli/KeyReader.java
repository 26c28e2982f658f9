package dev.periplus.cli;

import dev.periplus.command.LiveScreen;
import java.io.IOException;
import java.io.InputStream;

/** Reads keys of a terminal: characters, and the control sequences of ECMA-48 that arrows and their like send. */
final class KeyReader {
    private static final int ESCAPE = 27;

    /** How xterm's extended reports of the mouse (SGR 1006) begin for its wheel. */
    private static final String WHEEL_UP = "<64;";

    private static final String WHEEL_DOWN = "<65;";

    /** Longer sequences are no keys that anybody has. */
    private static final int LONGEST = 16;

    private final boolean byLine;
    private boolean keysOnLine;

    /** @param byLine whether keys come by the line, because the terminal cannot be told to hand on each */
    KeyReader(boolean byLine) {
        this.byLine = byLine;
    }

    /**
     * Returns the next key, as {@link #next(InputStream)}; if keys come by the line, an end of line is the key Enter only on an
     * empty line, or if it ends a text.
     *
     * @param text whether keys are a text
     */
    int next(InputStream in, boolean text) throws IOException {
        int key = next(in);
        if (!byLine || key != '\n' && key != '\r') {
            keysOnLine = true;
            return key;
        }
        boolean enter = key == '\n' && (text || !keysOnLine);
        keysOnLine &= key != '\n';
        return enter ? key : 0;
    }

    /**
     * Returns a character, 27 for the key Esc, a constant of {@link LiveScreen}, or 0 for a key without a meaning here. A
     * sequence arrives whole, so that Esc is a key of its own if nothing follows it.
     */
    int next(InputStream in) throws IOException {
        int first = in.read();
        if (first != ESCAPE || in.available() == 0) {
            return first;
        }
        int kind = in.read();
        if (kind != '[' && kind != 'O') {
            return 0;
        }
        StringBuilder sequence = new StringBuilder();
        while (in.available() > 0 && sequence.length() < LONGEST) {
            int c = in.read();
            sequence.append((char) c);
            if (c >= '@' && c <= '~') {
                break;
            }
        }
        String read = sequence.toString();
        if (read.startsWith(WHEEL_UP)) {
            return LiveScreen.UP;
        }
        if (read.startsWith(WHEEL_DOWN)) {
            return LiveScreen.DOWN;
        }
        return switch (read) {
            case "A" -> LiveScreen.UP;
            case "B" -> LiveScreen.DOWN;
            case "H", "1~", "7~" -> LiveScreen.HOME;
            case "F", "4~", "8~" -> LiveScreen.END;
            case "5~" -> LiveScreen.PAGE_UP;
            case "6~" -> LiveScreen.PAGE_DOWN;
            default -> 0;
        };
    }
}
