package dev.periplus.bench;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A Kafka broker in a process of its own, with itself as controller (KRaft); it can be killed and started again. */
public final class KafkaBroker {
    private static final String CLUSTER = "MkU3OEVBNTcwNTJENDM2Qk";
    private static final int TRIES = 600;

    private final int port = freePort();
    private final int controller = freePort();
    private final Path folder;
    private final Path properties;
    private Process process;

    /** Formats its folder and starts it. */
    public KafkaBroker(Path folder) throws IOException, InterruptedException {
        this.folder = folder;
        properties = folder.resolve("server.properties");
        Files.writeString(properties, """
                process.roles=broker,controller
                node.id=1
                controller.quorum.voters=1@localhost:%2$d
                listeners=PLAINTEXT://localhost:%1$d,CONTROLLER://localhost:%2$d
                advertised.listeners=PLAINTEXT://localhost:%1$d
                controller.listener.names=CONTROLLER
                log.dirs=%3$s
                num.partitions=4
                offsets.topic.replication.factor=1
                auto.create.topics.enable=true
                """.formatted(port, controller, folder.resolve("logs")));
        Process formatted = java("kafka.tools.StorageTool", "format", "-t", CLUSTER, "-c", properties.toString());
        if (!formatted.waitFor(2, TimeUnit.MINUTES) || formatted.exitValue() != 0) {
            throw new IOException(Files.readString(folder.resolve("broker.log")));
        }
        start();
    }

    /** What clients connect to. */
    public String address() {
        return "localhost:" + port;
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private Process java(String main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                main));
        command.addAll(List.of(arguments));
        File log = folder.resolve("broker.log").toFile();
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                .start();
    }

    /** Starts it and waits until it listens. */
    public void start() throws IOException, InterruptedException {
        process = java("kafka.Kafka", properties.toString());
        for (int i = 0; i < TRIES; i++) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
                return;
            } catch (IOException e) {
                if (!process.isAlive()) {
                    break;
                }
                Thread.sleep(100);
            }
        }
        throw new IOException("no broker:\n" + Files.readString(folder.resolve("broker.log")));
    }

    /** Ends the process at once, as a crash does. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }
}
