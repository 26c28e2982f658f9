package dev.periplus.live;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Two network namespaces joined by a veth pair, removed at the end; Linux only. IPv6 is off, so nothing sends on its
 * own.
 */
public final class Namespaces implements AutoCloseable {
    /** The sending end. */
    public static final String NEAR = "pnear";

    /** The capturing end. */
    public static final String FAR = "pfar";

    private static final long PATIENCE_SECONDS = 20;

    private final String near;
    private final String far;

    /**
     * Creates the namespaces.
     *
     * @throws IOException if they cannot be created, with the reason
     */
    public Namespaces() throws IOException {
        String tag = "pp" + ProcessHandle.current().pid();
        near = tag + "n";
        far = tag + "f";
        try {
            ip("netns", "add", near);
            ip("netns", "add", far);
            join();
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    /** Joins the namespaces, at first or after one end was removed. */
    public void join() throws IOException {
        ip("-n", near, "link", "add", NEAR, "type", "veth", "peer", "name", FAR, "netns", far);
        off(near);
        off(far);
        ip("-n", near, "link", "set", NEAR, "up");
        ip("-n", far, "link", "set", FAR, "up");
    }

    private static void off(String namespace) throws IOException {
        String off = "for f in /proc/sys/net/ipv6/conf/*/disable_ipv6; do echo 1 > $f; done";
        finish(start(namespace, List.of("sh", "-c", off)));
    }

    /** Starts a command at the sending end. */
    public Process near(List<String> command) throws IOException {
        return start(near, command);
    }

    /** Starts a command at the capturing end. */
    public Process far(List<String> command) throws IOException {
        return start(far, command);
    }

    /** Starts a command at the capturing end and redirects its output to a file. */
    public Process farTo(List<String> command, Path file) throws IOException {
        List<String> inside = new ArrayList<>(List.of("ip", "netns", "exec", far));
        inside.addAll(command);
        return new ProcessBuilder(inside)
                .redirectErrorStream(true)
                .redirectOutput(file.toFile())
                .start();
    }

    /** Returns the command line that runs a class of this class path. */
    public static List<String> java(Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    /** Waits for a command and returns its output. Fails if it takes too long or its status is not 0. */
    public static String finish(Process process) throws IOException {
        try {
            String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException(process.info() + " takes too long; printed " + printed);
            }
            if (process.exitValue() != 0) {
                throw new IOException(printed.strip() + " (status " + process.exitValue() + ")");
            }
            return printed;
        } catch (InterruptedException e) {
            throw new IOException(e);
        } finally {
            process.destroyForcibly();
        }
    }

    private static Process start(String namespace, List<String> command) throws IOException {
        List<String> inside = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
        inside.addAll(command);
        return new ProcessBuilder(inside).start();
    }

    private static void ip(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("ip"));
        command.addAll(List.of(arguments));
        finish(new ProcessBuilder(command).redirectErrorStream(true).start());
    }

    @Override
    public void close() {
        for (String namespace : List.of(near, far)) {
            try {
                ip("netns", "del", namespace);
            } catch (IOException e) {
                continue; // it was never created
            }
        }
    }
}
