package dev.periplus.capture;

import java.io.IOException;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Reads the state of an interface. Linux keeps it in files, even for interfaces without addresses. */
final class InterfaceState {
    private static final Path FILES = Path.of("/sys/class/net");
    private static final String HEX = "0x";

    private InterfaceState() {}

    /** Whether an interface is up; false for names that are not system interfaces, such as any. */
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

    /** The number of the interface, which a new interface of the same name does not share; 0 if it is not known. */
    static int number(String name) {
        String text = read(name, "ifindex");
        return text.matches("\\d{1,9}") ? Integer.parseInt(text) : 0;
    }

    /** Reads a file of the interface; "" if there is none. */
    static String read(String name, String file) {
        try {
            return Files.readString(FILES.resolve(name).resolve(file)).strip();
        } catch (IOException | InvalidPathException e) {
            return "";
        }
    }
}
