package dev.periplus.rulefile;

import dev.periplus.text.Printable;

/**
 * An error in a rule file.
 *
 * @param line from 1; 1 if it concerns the whole file
 * @param message what is wrong; on one line
 */
public record RuleError(String file, int line, String message) {
    public RuleError {
        message = Printable.folded(message);
    }

    @Override
    public String toString() {
        return file + ":" + line + ": " + message;
    }
}
