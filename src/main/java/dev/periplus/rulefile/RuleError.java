package dev.periplus.rulefile;

/**
 * An error in a rule file.
 *
 * @param line from 1; 1 if it concerns the whole file
 * @param message what is wrong; control characters are removed
 */
public record RuleError(String file, int line, String message) {
    public RuleError {
        message = SafeText.clean(message);
    }

    @Override
    public String toString() {
        return file + ":" + line + ": " + message;
    }
}
