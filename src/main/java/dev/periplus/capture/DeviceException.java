package dev.periplus.capture;

import java.io.IOException;

/** Thrown if an interface cannot be captured; the message tells the user what to do. */
public final class DeviceException extends IOException {
    private static final long serialVersionUID = 1L;

    private final boolean forRights;

    DeviceException(String message) {
        this(message, false);
    }

    /** @param forRights whether the system refuses it to this user */
    DeviceException(String message, boolean forRights) {
        super(message);
        this.forRights = forRights;
    }

    boolean isForRights() {
        return forRights;
    }
}
