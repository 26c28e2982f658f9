package dev.periplus.rule;

/** Something wrong in a rule file. */
public record RuleError(String file, int line, String message) {
    @Override
    public String toString() {
        return file + ":" + line + ": " + message;
    }
}
