package dev.periplus.command;

import dev.periplus.report.text.TopScreen;
import java.util.List;

/** A live view of flows, for a program that has a terminal to draw it on. Any thread, one at a time. */
public interface LiveScreen {
    /** The key that goes up a row; the next five are named like it. */
    int UP = TopScreen.UP;

    int DOWN = TopScreen.DOWN;
    int PAGE_UP = TopScreen.PAGE_UP;
    int PAGE_DOWN = TopScreen.PAGE_DOWN;
    int HOME = TopScreen.HOME;
    int END = TopScreen.END;

    /** Returns the lines of the view, with control sequences of ECMA-48 for colour only; at most {@code height} lines. */
    List<String> draw(int width, int height);

    /**
     * Takes a key.
     *
     * @param key a character, 27 for Esc, 10 or 13 for Enter, 127 or 8 for Backspace, or a constant of this interface
     */
    void key(int key);

    /** Whether keys are a text now, so that none of them is a command. */
    boolean isTyping();

    /** Ends the run. */
    void end();
}
