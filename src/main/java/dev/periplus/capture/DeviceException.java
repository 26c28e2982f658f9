package dev.periplus.capture;

import java.io.IOException;

/** Thrown if an interface cannot be captured; the message tells the user what to do. */
public final class DeviceException extends IOException {
    private static final long serialVersionUID = 1L;

    DeviceException(String message) {
        super(message);
    }
}
