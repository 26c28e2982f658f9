package dev.periplus.calibrate;

import dev.periplus.rulefile.RuleError;
import java.io.IOException;

/** A table has a wrong cell, or lacks a column. */
final class TableException extends IOException {
    private static final long serialVersionUID = 1;
    private final transient RuleError error;

    TableException(RuleError error) {
        super(error.toString());
        this.error = error;
    }

    RuleError error() {
        return error;
    }
}
