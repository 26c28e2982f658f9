package dev.periplus.registry;

import java.io.IOException;

/** Thrown if a copy of the registry cannot be imported. The message is {@code file:line: message}. */
final class RegistryFormatException extends IOException {
    private static final long serialVersionUID = 1;

    /** @param line from 1; 1 if it concerns the whole file */
    RegistryFormatException(String file, long line, String message) {
        super(file + ":" + line + ": " + message);
    }
}
