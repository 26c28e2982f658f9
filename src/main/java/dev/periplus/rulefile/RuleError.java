package dev.periplus.rulefile;

/**
 * Something wrong in a rule file.
 *
 * @param line from 1; 1 where the whole file is meant
 * @param message without control characters, whatever the file holds
 */
public record RuleError(String file, int line, String message) {
    public RuleError {
        message = Texts.clean(message);
    }

    @Override
    public String toString() {
        return file + ":" + line + ": " + message;
    }
}
