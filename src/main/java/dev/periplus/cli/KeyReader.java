package dev.periplus.cli;

import static java.util.Map.entry;

import dev.periplus.command.LiveScreen;
import java.io.EOFException;
import java.io.IOException;
import java.util.Map;
import org.jline.utils.NonBlockingReader;

/** Reads keys of a terminal: characters, and the control sequences of ECMA-48 that arrows and their like send. */
final class KeyReader {
    /** No key came, or one without a meaning here. */
    static final int NONE = 0;

    private static final int ESCAPE = 27;

    /** A sequence follows its escape character this soon, over a slow network too; the key Esc comes alone. */
    private static final int SEQUENCE_MILLIS = 60;

    /** Longer sequences are no keys that anybody has. */
    private static final int LONGEST = 24;

    /** What keys send behind the escape character, in both modes of the cursor keys, by xterm, rxvt, tmux and Linux. */
    private static final Map<String, Integer> KEYS = Map.ofEntries(
            entry("[A", LiveScreen.UP),
            entry("OA", LiveScreen.UP),
            entry("[B", LiveScreen.DOWN),
            entry("OB", LiveScreen.DOWN),
            entry("[H", LiveScreen.HOME),
            entry("OH", LiveScreen.HOME),
            entry("[1~", LiveScreen.HOME),
            entry("[7~", LiveScreen.HOME),
            entry("[F", LiveScreen.END),
            entry("OF", LiveScreen.END),
            entry("[4~", LiveScreen.END),
            entry("[8~", LiveScreen.END),
            entry("[5~", LiveScreen.PAGE_UP),
            entry("[6~", LiveScreen.PAGE_DOWN));

    /** How xterm's extended reports of the mouse (SGR 1006) begin for its wheel. */
    private static final String WHEEL_UP = "[<64;";

    private static final String WHEEL_DOWN = "[<65;";

    private final NonBlockingReader in;

    KeyReader(NonBlockingReader in) {
        this.in = in;
    }

    /**
     * Returns a character, 27 for the key Esc, a constant of {@link LiveScreen}, or {@link #NONE}.
     *
     * @param millis how long to wait for a key
     * @throws EOFException if the terminal is gone
     */
    int next(long millis) throws IOException {
        int first = in.read(millis);
        if (first == NonBlockingReader.EOF) {
            throw new EOFException("no terminal any more");
        }
        if (first != ESCAPE) {
            return Math.max(NONE, first);
        }
        StringBuilder sequence = new StringBuilder();
        while (sequence.length() < LONGEST) {
            int c = in.read(SEQUENCE_MILLIS);
            if (c < 0) {
                break;
            }
            sequence.append((char) c);
            if (ends(sequence, c)) {
                break;
            }
        }
        return sequence.isEmpty() ? ESCAPE : key(sequence.toString());
    }

    /** Whether a character ends a sequence: the one behind O, a final byte behind [, and any other (Alt and a key). */
    private static boolean ends(StringBuilder sequence, int last) {
        char kind = sequence.charAt(0);
        return sequence.length() == 1 ? kind != '[' && kind != 'O' : kind == 'O' || last >= '@' && last <= '~';
    }

    private static int key(String sequence) {
        if (sequence.startsWith(WHEEL_UP)) {
            return LiveScreen.UP;
        }
        return sequence.startsWith(WHEEL_DOWN) ? LiveScreen.DOWN : KEYS.getOrDefault(sequence, NONE);
    }
}
