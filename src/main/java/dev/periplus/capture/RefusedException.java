package dev.periplus.capture;

import java.io.IOException;

/** Thrown if a file cannot be read as a capture; the message is a clause that states why. */
final class RefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
        super(message);
    }
}
