package dev.periplus.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The settings of the terminal, by {@code stty}; without one, as on Windows, they stay as they are. */
final class Stty {
    private Stty() {}

    /** The output of {@code stty}; "" without a terminal, or without {@code stty}. */
    static String run(String arguments) {
        try {
            Process process = new ProcessBuilder("sh", "-c", "stty " + arguments + " < /dev/tty 2> /dev/null").start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            process.waitFor();
            return said;
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    /** Lines and columns of the terminal, or null if they are not known. */
    static int @Nullable [] size() {
        String[] size = run("size").split(" ");
        return size.length == 2 && size[0].matches("[1-9]\\d{0,3}") && size[1].matches("[1-9]\\d{0,3}")
                ? new int[] {Integer.parseInt(size[0]), Integer.parseInt(size[1])}
                : null;
    }
}
