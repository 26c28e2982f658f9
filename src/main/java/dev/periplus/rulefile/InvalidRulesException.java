package dev.periplus.rulefile;

import java.util.List;

/** Rules that cannot be used; carries every error found. */
public final class InvalidRulesException extends Exception {
    private static final long serialVersionUID = 1;
    private final transient List<RuleError> errors;

    public InvalidRulesException(List<RuleError> errors) {
        super(errors.size() + " errors in rules, the first: " + errors.get(0));
        this.errors = List.copyOf(errors);
    }

    public List<RuleError> errors() {
        return errors;
    }
}
