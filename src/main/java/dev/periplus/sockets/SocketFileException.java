package dev.periplus.sockets;

import java.io.IOException;
import java.nio.file.Path;

/** Thrown if a saved file cannot be used. The message names the file and says why. */
final class SocketFileException extends IOException {
    private static final long serialVersionUID = 1;

    SocketFileException(Path file, String why) {
        super(file + ": " + why);
    }
}
