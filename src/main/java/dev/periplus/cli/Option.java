package dev.periplus.cli;

import org.jspecify.annotations.Nullable;

/**
 * An option of a command.
 *
 * @param letter for {@code -c}, or null
 * @param name for {@code --count}
 * @param argument name of its value, or null if it takes none
 * @param about one line of help
 */
record Option(
        @Nullable String letter, String name, @Nullable String argument, String about) {
    boolean hasValue() {
        return argument != null;
    }

    /** As it is named in messages. */
    String shown() {
        return letter == null ? "--" + name : "-" + letter;
    }
}
