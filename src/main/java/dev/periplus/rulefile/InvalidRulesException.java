package dev.periplus.rulefile;

import java.util.List;

/** Thrown if rules have errors; carries all of them. */
public final class InvalidRulesException extends Exception {
    private static final long serialVersionUID = 1;
    private final transient List<RuleError> errors;

    public InvalidRulesException(List<RuleError> errors) {
        super("errors in rules: " + errors.size() + ", the first: " + errors.get(0));
        this.errors = List.copyOf(errors);
    }

    public List<RuleError> errors() {
        return errors;
    }
}
