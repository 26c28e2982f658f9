package dev.periplus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.periplus.cli.Main;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The launcher, with these classes as its jar. */
class LauncherTest {
    private static final String CAPTURE =
            Path.of("captures/ssh-on-3251.pcap").toAbsolutePath().toString();

    @TempDir
    static Path home;

    @TempDir
    Path folder;

    /** How a run of the launcher ended, and what it printed. */
    private record Ended(int status, String out, String err) {}

    @BeforeAll
    static void install() throws IOException {
        assumeTrue(File.separatorChar == '/', "the launcher is a shell script");
        Files.copy(Path.of("periplus"), home.resolve("periplus"), StandardCopyOption.COPY_ATTRIBUTES);
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.put(Attributes.Name.MAIN_CLASS, Main.class.getName());
        attributes.put(Attributes.Name.CLASS_PATH, classPath());
        Path jar = Files.createDirectory(home.resolve("target")).resolve("periplus.jar");
        try (JarOutputStream written = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            written.finish();
        }
    }

    private static String classPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toUri().toString())
                .collect(Collectors.joining(" "));
    }

    private Ended launch(String shell, String redirection, String... arguments) throws Exception {
        Path out = folder.resolve("out.txt");
        Path err = folder.resolve("err.txt");
        String command = (shell.contains("=") ? "" : "exec ") + shell + " " + home.resolve("periplus") + " "
                + String.join(" ", arguments) + " " + redirection;
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .directory(folder.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        int status = builder.start().waitFor();
        return new Ended(status, Files.readString(out), Files.readString(err));
    }

    /** The value of a flag of the JVM that this command line is run with. */
    private String flag(String name, String... arguments) throws Exception {
        Ended ended = launch("PERIPLUS_JAVA_OPTIONS=-XX:+PrintFlagsFinal sh", "", arguments);
        Matcher value = Pattern.compile(" " + name + " += ([0-9.]+)").matcher(ended.out());
        assertTrue(value.find(), ended.toString());
        return value.group(1);
    }

    /** The scale of the calls after which it compiles a method. */
    private String compileScale(String... arguments) throws Exception {
        return flag("CompileThresholdScaling", arguments);
    }

    @Test
    void theSizeOfCapturesDecidesWhenCodeIsCompiled() throws Exception {
        assertEquals("2.000000", compileScale("explain", "443"));
        assertEquals("2.000000", compileScale(CAPTURE, "-o", "json"));
        Path large = folder.resolve("large.pcap");
        try (RandomAccessFile file = new RandomAccessFile(large.toFile(), "rw")) {
            file.setLength(2 << 20);
            assertEquals("1.000000", compileScale(CAPTURE, large.toString()));
            file.setLength(17 << 20);
            assertEquals("0.200000", compileScale(CAPTURE, large.toString()));
            file.setLength(2L << 30);
            assertEquals("1", flag("TieredStopAtLevel", large.toString()));
        }
        Path other = folder.resolve("other.pcap");
        try (RandomAccessFile file = new RandomAccessFile(other.toFile(), "rw")) {
            file.setLength(2L << 30);
        }
        String both = flag("TieredStopAtLevel", large.toString(), "-q", other.toString());
        assertEquals("4", both, "both compilers for 4 GiB together");
        assertEquals("4", flag("TieredStopAtLevel", "review", folder.toString(), "--help"), "of a folder, too");
        assertEquals("0.200000", compileScale("replay", home.toString()));
        assertEquals("0.200000", compileScale("replay", "--list", CAPTURE));
    }

    /** The first run, with a Maven that does this. */
    private Ended firstRun(String maven) throws Exception {
        Path clone = Files.createDirectory(folder.resolve("clone"));
        Files.copy(Path.of("periplus"), clone.resolve("periplus"), StandardCopyOption.COPY_ATTRIBUTES);
        Path fake = Files.writeString(clone.resolve("mvn"), "#!/bin/sh\n" + maven + "\n");
        assertTrue(fake.toFile().setExecutable(true));
        Path out = folder.resolve("out.txt");
        Path err = folder.resolve("err.txt");
        ProcessBuilder builder = new ProcessBuilder(clone.resolve("periplus").toString(), "--version")
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("PATH", clone + File.pathSeparator + System.getenv("PATH"));
        int status = builder.start().waitFor();
        return new Ended(status, Files.readString(out), Files.readString(err));
    }

    @Test
    void theFirstRunSaysWhatItDoesAndNothingOfMaven() throws Exception {
        Ended ended = firstRun("echo noise; mkdir -p target; cp '" + home.resolve("target/periplus.jar") + "' target/");
        assertEquals(0, ended.status(), ended.toString());
        assertTrue(ended.err().startsWith("periplus: first run; compiling takes about a minute"), ended.err());
        assertTrue(ended.err().contains("periplus: compiled in "), ended.err());
        assertTrue(!ended.err().contains("noise") && ended.out().startsWith("periplus "), ended.toString());
    }

    @Test
    void aFirstRunThatFailsSaysWhyAndWhereAllIs() throws Exception {
        Ended ended = firstRun("echo '[INFO] noise'; echo '[ERROR] no route to host'; echo '[ERROR] '; exit 1");
        assertEquals(2, ended.status());
        String[] lines = ended.err().split("\n");
        assertEquals("periplus: no route to host", lines[1]);
        assertTrue(lines[2].endsWith("target/build.log tells all") && lines.length == 3, ended.err());
    }

    private static void needs(String shell) throws Exception {
        assumeTrue(new ProcessBuilder("sh", "-c", "command -v " + shell).start().waitFor() == 0, "no " + shell);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sh", "dash", "bash"})
    void aClosedInputIsEmpty(String shell) throws Exception {
        needs(shell);
        Ended ended = launch(shell, "<&-", "-");
        assertEquals(3, ended.status(), ended.toString());
        assertTrue(ended.err().contains("-: empty file"), ended.err());
    }

    @ParameterizedTest
    @ValueSource(strings = {"sh", "dash", "bash"})
    void aClosedOutputLosesTheResults(String shell) throws Exception {
        needs(shell);
        Ended ended = launch(shell, ">&-", CAPTURE);
        assertEquals(3, ended.status(), ended.toString());
        assertTrue(ended.err().contains("results lost"), ended.err());
    }

    @ParameterizedTest
    @ValueSource(strings = {"sh", "dash", "bash"})
    void aClosedErrorOutputLosesNoResult(String shell) throws Exception {
        needs(shell);
        Ended ended = launch(shell, "2>&-", CAPTURE);
        assertEquals(0, ended.status(), ended.toString());
        assertTrue(ended.out().contains("sysscanner"), ended.toString());
    }

    @Test
    void allMayBeClosed() throws Exception {
        assertEquals(3, launch("sh", "<&- >&- 2>&-", CAPTURE).status());
    }
}
