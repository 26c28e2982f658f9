package dev.periplus.capture;

import java.io.IOException;

/** An interface that cannot be captured; the message says what to do. */
public final class DeviceException extends IOException {
    private static final long serialVersionUID = 1L;

    DeviceException(String message) {
        super(message);
    }
}
