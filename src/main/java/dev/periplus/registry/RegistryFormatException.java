package dev.periplus.registry;

import java.io.IOException;

/** A copy of the registry that cannot be imported. The message is {@code file:line: message}. */
public final class RegistryFormatException extends IOException {
    private static final long serialVersionUID = 1;

    /** @param line from 1; 1 where the whole file is meant */
    RegistryFormatException(String file, long line, String message) {
        super(file + ":" + line + ": " + message);
    }
}
