package dev.periplus.cli;

import dev.periplus.report.text.TopScreen;
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

    /**
     * Returns a character, 27 for the key Esc, a constant of {@link TopScreen}, or 0 for a key without a meaning here. A
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
            return TopScreen.UP;
        }
        if (read.startsWith(WHEEL_DOWN)) {
            return TopScreen.DOWN;
        }
        return switch (read) {
            case "A" -> TopScreen.UP;
            case "B" -> TopScreen.DOWN;
            case "H", "1~", "7~" -> TopScreen.HOME;
            case "F", "4~", "8~" -> TopScreen.END;
            case "5~" -> TopScreen.PAGE_UP;
            case "6~" -> TopScreen.PAGE_DOWN;
            default -> 0;
        };
    }
}
