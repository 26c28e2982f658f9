package dev.periplus.live;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Two network namespaces with a veth pair between them, removed at the end; Linux only. IPv6 is off, so nothing talks by itself. */
public final class Namespaces implements AutoCloseable {
    /** The end that sends. */
    public static final String NEAR = "pnear";

    /** The end where packets are captured. */
    public static final String FAR = "pfar";

    private static final long PATIENCE_SECONDS = 20;

    private final String near;
    private final String far;

    /** @throws IOException where they cannot be made, with the reason */
    public Namespaces() throws IOException {
        String tag = "pp" + ProcessHandle.current().pid();
        near = tag + "n";
        far = tag + "f";
        try {
            ip("netns", "add", near);
            ip("netns", "add", far);
            ip("-n", near, "link", "add", NEAR, "type", "veth", "peer", "name", FAR, "netns", far);
            off(near);
            off(far);
            ip("-n", near, "link", "set", NEAR, "up");
            ip("-n", far, "link", "set", FAR, "up");
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    private static void off(String namespace) throws IOException {
        String off = "for f in /proc/sys/net/ipv6/conf/*/disable_ipv6; do echo 1 > $f; done";
        finish(start(namespace, List.of("sh", "-c", off)));
    }

    /** Starts a command behind the end that sends. */
    public Process near(List<String> command) throws IOException {
        return start(near, command);
    }

    /** Starts a command behind the other end. */
    public Process far(List<String> command) throws IOException {
        return start(far, command);
    }

    /** Starts a command behind the other end that prints to a file. */
    public Process farTo(List<String> command, Path file) throws IOException {
        List<String> inside = new ArrayList<>(List.of("ip", "netns", "exec", far));
        inside.addAll(command);
        return new ProcessBuilder(inside)
                .redirectErrorStream(true)
                .redirectOutput(file.toFile())
                .start();
    }

    /** The command line that runs a class of this class path. */
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

    /** Waits for a command; what it printed. Fails where it takes too long or its status is not 0. */
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
                continue; // it was never made
            }
        }
    }
}
