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
    private static final String SECRET = "cross-the-river";
    private static final int TRIES = 600;

    private final int port = freePort();
    private final int controller = freePort();
    private final Path folder;
    private final Path properties;
    private Process process;

    /** Formats its folder and starts it. */
    public KafkaBroker(Path folder) throws IOException, InterruptedException {
        this(folder, "PLAINTEXT", "", List.of());
    }

    private KafkaBroker(Path folder, String protocol, String more, List<String> format)
            throws IOException, InterruptedException {
        this.folder = folder;
        properties = folder.resolve("server.properties");
        Files.writeString(properties, """
                process.roles=broker,controller
                node.id=1
                controller.quorum.voters=1@localhost:%2$d
                listeners=%4$s://localhost:%1$d,CONTROLLER://localhost:%2$d
                advertised.listeners=%4$s://localhost:%1$d
                listener.security.protocol.map=%4$s:%4$s,CONTROLLER:PLAINTEXT
                controller.listener.names=CONTROLLER
                inter.broker.listener.name=%4$s
                log.dirs=%3$s
                num.partitions=4
                offsets.topic.replication.factor=1
                auto.create.topics.enable=true
                """.formatted(port, controller, folder.resolve("logs"), protocol) + more);
        List<String> formats = new ArrayList<>(List.of("format", "-t", CLUSTER, "-c", properties.toString()));
        formats.addAll(format);
        Process formatted = java("kafka.tools.StorageTool", formats.toArray(String[]::new));
        if (!formatted.waitFor(2, TimeUnit.MINUTES) || formatted.exitValue() != 0) {
            throw new IOException(Files.readString(folder.resolve("broker.log")));
        }
        start();
    }

    /**
     * Starts one that talks TLS, with a certificate of its own, and asks for user and password (SCRAM).
     *
     * @param folder also gets {@code client.properties}, with which clients may connect
     */
    public static KafkaBroker secured(Path folder) throws IOException, InterruptedException {
        Path keys = folder.resolve("broker.p12");
        Path trusted = folder.resolve("trusted.p12");
        Path certificate = folder.resolve("broker.pem");
        keytool(
                folder,
                keys,
                "-genkeypair",
                "-alias",
                "broker",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost");
        keytool(folder, keys, "-exportcert", "-rfc", "-alias", "broker", "-file", certificate.toString());
        keytool(folder, trusted, "-importcert", "-noprompt", "-alias", "broker", "-file", certificate.toString());
        String login =
                "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"sensor\" password=\""
                        + SECRET + "\";";
        String trust = """
                ssl.truststore.location=%s
                ssl.truststore.password=%s
                ssl.truststore.type=PKCS12
                """.formatted(trusted, SECRET);
        Files.writeString(folder.resolve("client.properties"), """
                security.protocol=SASL_SSL
                sasl.mechanism=SCRAM-SHA-512
                sasl.jaas.config=%s
                """.formatted(login) + trust);
        return new KafkaBroker(
                folder,
                "SASL_SSL",
                """
                sasl.enabled.mechanisms=SCRAM-SHA-512
                sasl.mechanism.inter.broker.protocol=SCRAM-SHA-512
                listener.name.sasl_ssl.scram-sha-512.sasl.jaas.config=%s
                ssl.keystore.location=%s
                ssl.keystore.password=%s
                ssl.keystore.type=PKCS12
                """.formatted(login, keys, SECRET) + trust,
                List.of("--add-scram", "SCRAM-SHA-512=[name=sensor,password=" + SECRET + "]"));
    }

    private static void keytool(Path folder, Path store, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-keystore", store.toString(), "-storetype", "PKCS12", "-storepass", SECRET));
        File log = folder.resolve("keytool.log").toFile();
        Process run = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                .start();
        if (run.waitFor() != 0) {
            throw new IOException(Files.readString(log.toPath()));
        }
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
