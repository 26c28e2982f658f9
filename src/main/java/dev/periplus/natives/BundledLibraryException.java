package dev.periplus.natives;

import java.io.IOException;

/** Thrown if a native library cannot be loaded; the message tells the user what to do. */
public final class BundledLibraryException extends IOException {
    private static final long serialVersionUID = 1L;

    BundledLibraryException(String message, LinkageError cause) {
        super(message, cause);
    }
}
