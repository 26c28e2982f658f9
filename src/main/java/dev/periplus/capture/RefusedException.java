package dev.periplus.capture;

import java.io.IOException;

/** A file that cannot be read as a capture; the message is a clause that says why. */
final class RefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
        super(message);
    }
}
