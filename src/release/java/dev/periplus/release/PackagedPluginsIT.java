package dev.periplus.release;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Packages with a Java of their own take add-ons: those of {@code src/it/embedding}. */
class PackagedPluginsIT {
    private static final Path SAMPLE = Path.of("src/it/embedding/src/main").toAbsolutePath();
    private static final Path CAPTURE = Path.of("captures/lone-3248.pcap").toAbsolutePath();

    @TempDir
    static Path folder;

    private static Path home;

    @BeforeAll
    static void make() throws Exception {
        Path archive = ReleaseIT.released("-linux-x64.tar.gz");
        Path unpacked = Files.createDirectories(folder.resolve("unpacked"));
        assertEquals(
                0,
                Command.run(unpacked, List.of("tar", "xzf", archive.toString())).status());
        try (Stream<Path> folders = Files.list(unpacked)) {
            home = folders.findFirst().orElseThrow();
        }
        Path classes = folder.resolve("classes");
        List<String> words = new ArrayList<>(
                List.of("-d", classes.toString(), "-proc:none", "-classpath", System.getProperty("java.class.path")));
        try (Stream<Path> sources = Files.list(SAMPLE.resolve("java/example"))) {
            sources.map(Path::toString).forEach(words::add);
        }
        ModuleJar.run("javac", words.toArray(String[]::new));
        String resources = SAMPLE.resolve("resources").toString();
        ModuleJar.run(
                "jar", "--create", "--file", plugin().toString(), "-C", classes.toString(), ".", "-C", resources, ".");
    }

    private static Path plugin() {
        return folder.resolve("sample.jar");
    }

    private static Command periplus(String... words) throws Exception {
        List<String> command =
                new ArrayList<>(List.of(home.resolve("bin/periplus").toString()));
        command.addAll(List.of(words));
        command.addAll(List.of("--plugin", plugin().toString()));
        return Command.run(folder, command);
    }

    @Test
    void theListHasAllKinds() throws Exception {
        Command list = periplus("plugins");
        assertEquals(0, list.status(), list.toString());
        assertEquals(4, list.out().lines().count(), list.out());
    }

    @Test
    void detectorsAndOutputsWork() throws Exception {
        Command run = periplus(CAPTURE.toString(), "-q", "-o", "servers=servers.tsv");
        assertEquals(0, run.status(), run.toString());
        assertEquals("10.3.0.2\t3248\thouse-poll\n", Files.readString(folder.resolve("servers.tsv")));
    }

    @Test
    void inputsWork() throws Exception {
        Files.writeString(folder.resolve("frames.txt"), "1 " + "00".repeat(60) + "\n");
        Command run = periplus("hex:frames.txt", "-o", "json");
        assertTrue(run.out().contains("\"packets\":1"), run.toString());
    }

    /** Servers whose certificates have elliptic curves, and Kerberos, are found by service, not by name. */
    @Test
    void theRuntimeHasWhatOutputsOverTlsNeed() throws Exception {
        Command list =
                Command.run(folder, List.of(home.resolve("runtime/bin/java").toString(), "--list-modules"));
        assertTrue(list.out().contains("jdk.security.jgss"), list.out());
        Path source = Files.writeString(folder.resolve("Curves.java"), """
                public class Curves {
                    public static void main(String[] words) throws Exception {
                        java.security.KeyPairGenerator.getInstance("EC").generateKeyPair();
                        javax.crypto.KeyAgreement.getInstance("X25519");
                    }
                }
                """);
        ModuleJar.run("javac", "-d", folder.toString(), source.toString());
        Command curves = Command.run(
                folder, List.of(home.resolve("runtime/bin/java").toString(), "-cp", folder.toString(), "Curves"));
        assertEquals(0, curves.status(), curves.err());
    }
}
