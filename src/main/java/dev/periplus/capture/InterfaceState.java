package dev.periplus.capture;

import java.io.IOException;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** What the system says of an interface. Linux says it in files, of interfaces without addresses too. */
final class InterfaceState {
    private static final Path FILES = Path.of("/sys/class/net");
    private static final String HEX = "0x";

    private InterfaceState() {}

    /** False also for what is no interface of the system, such as any. */
    static boolean isUp(String name) {
        String flags = read(name, "flags");
        if (flags.startsWith(HEX)) {
            return (Integer.parseInt(flags.substring(HEX.length()), 16) & 1) != 0;
        }
        try {
            NetworkInterface known = NetworkInterface.getByName(name);
            return known != null && known.isUp();
        } catch (SocketException e) {
            return false;
        }
    }

    /** A file of the interface, "" where there is none. */
    static String read(String name, String file) {
        try {
            return Files.readString(FILES.resolve(name).resolve(file)).strip();
        } catch (IOException | InvalidPathException e) {
            return "";
        }
    }
}
