package dev.periplus.sockets;

import java.io.IOException;
import java.nio.file.Path;

/** A saved file that cannot be used; the message names it and says why. */
public final class SocketFileException extends IOException {
    private static final long serialVersionUID = 1;

    SocketFileException(Path file, String why) {
        super(file + ": " + why);
    }
}
