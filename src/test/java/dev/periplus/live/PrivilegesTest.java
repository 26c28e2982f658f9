package dev.periplus.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.periplus.cli.Main;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a live capture keeps of the rights it was started with. */
class PrivilegesTest {
    /** An ordinary user of every Linux. */
    private static final String DAEMON = "1";

    private static final Set<String> FIELDS = Set.of("Name", "Uid", "Groups", "CapPrm", "NoNewPrivs");

    /** Threads that Periplus starts. */
    private static final Set<String> PERIPLUS = Set.of("sockets", "reload", "records");

    private static final int MOST_TRIES = 600;
    private static final int PAUSE_MILLIS = 50;

    /** Copies of the class path, which other users can read. */
    @TempDir
    static Path programs;

    @TempDir
    Path folder;

    @BeforeEach
    void needsRoot() throws Exception {
        Needs.capture();
        assumeTrue("root".equals(System.getProperty("user.name")), "only root has rights to give up");
        Files.setPosixFilePermissions(programs, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Test
    void rootBecomesNobody() throws Exception {
        Started started = start(Map.of(), "-i", "lo");
        assertTrue(started.said().contains("running as user nobody"), started.said());
        assertKeepsNothing(started.process(), number("nobody"));
    }

    @Test
    void rootBecomesTheCallerOfSudoWhoOwnsTheOutput() throws Exception {
        Path out = Files.createDirectory(folder.resolve("out"));
        Files.setAttribute(out, "unix:uid", Integer.valueOf(DAEMON));
        Path json = out.resolve("flows.json");
        Started started = start(Map.of("SUDO_UID", DAEMON), "-i", "lo", "-o", "json=" + json);
        assertTrue(started.said().contains("running as user daemon"), started.said());
        await(() -> Files.exists(json));
        assertKeepsNothing(started.process(), DAEMON);
        assertEquals(Integer.valueOf(DAEMON), Files.getAttribute(json, "unix:uid"));
    }

    @Test
    void rootStaysRootIfAskedTo() throws Exception {
        Started started = start(Map.of("SUDO_UID", DAEMON), "-i", "lo", "--user", "root");
        assertFalse(started.said().contains("running as"), started.said());
        assertEquals("0", status(started.process()).get(0).get("Uid"));
        started.process().destroy();
    }

    @Test
    void aFileThatTheUserCannotWriteEndsTheRunBeforeItCaptures() throws Exception {
        for (String options :
                List.of("-o json=%s/x.json", "-o json=%s/x.json -b duration:60", "-w %s/x.pcapng", "-o zeek=%s/a/b")) {
            Started started = start(Map.of(), ("-i lo " + options.formatted(folder)).split(" "));
            assertEquals(3, started.process().waitFor(), started.said());
            assertTrue(started.said().contains("user nobody cannot "), started.said());
            assertFalse(started.said().contains("capturing"), started.said());
        }
    }

    @Test
    void packetsThatWaitBesideTheirFileNeedItsFolder() throws Exception {
        Path file = Files.createFile(folder.resolve("x.pcapng"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
        Started started = start(Map.of(), "-i", "lo", "-w", file.toString(), "-Y", "label==dns");
        assertEquals(3, started.process().waitFor(), started.said());
        assertTrue(started.said().contains("cannot create files in " + folder), started.said());
    }

    @Test
    void usersComeFromTheSystemAndNotFromAProgramOnThePath() throws Exception {
        Path id = folder.resolve("id");
        Path ran = folder.resolve("ran");
        Files.writeString(id, "#!/bin/sh\n: > " + ran + "\necho 1\n");
        Files.setPosixFilePermissions(id, PosixFilePermissions.fromString("rwxr-xr-x"));
        Map<String, String> path = Map.of("PATH", folder + File.pathSeparator + System.getenv("PATH"));
        Started unknown = start(path, "-i", "lo", "--user", "no-such-user");
        assertEquals(2, unknown.process().waitFor(), unknown.said());
        assertTrue(unknown.said().contains("unknown user 'no-such-user'"), unknown.said());
        Started known = start(path, "-i", "lo", "--user", "daemon");
        assertKeepsNothing(known.process(), DAEMON);
        assertFalse(Files.exists(ran));
    }

    private record Started(Process process, String said) {}

    /** Starts a capture and reads what it says until it captures or ends. */
    private Started start(Map<String, String> environment, String... options) throws IOException {
        List<String> command = new ArrayList<>(Namespaces.java(Main.class, "live"));
        command.set(command.indexOf("-cp") + 1, readablePrograms());
        command.addAll(List.of(options));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().remove("SUDO_UID");
        builder.environment().putAll(environment);
        Process process = builder.start();
        BufferedReader err =
                new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8));
        StringBuilder said = new StringBuilder();
        for (String line = err.readLine(); line != null; line = err.readLine()) {
            said.append(line).append('\n');
            if (line.contains("capturing on")) {
                break;
            }
        }
        return new Started(process, said.toString());
    }

    private static String readablePrograms() throws IOException {
        List<String> copies = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path from = Path.of(entry);
            if (!entry.endsWith("test-classes")) {
                copies.add(copied(from).toString());
            }
        }
        return String.join(File.pathSeparator, copies);
    }

    private static Path copied(Path from) throws IOException {
        Path to = programs.resolve(from.getFileName());
        if (!Files.exists(to)) {
            try (Stream<Path> all = Files.walk(from)) {
                for (Path one : all.toList()) {
                    Files.copy(one, to.resolve(from.relativize(one).toString()));
                }
            }
        }
        return to;
    }

    /** Checks that no thread has rights of root, and that threads of Periplus cannot gain any. */
    private static void assertKeepsNothing(Process process, String user) throws Exception {
        try {
            await(() -> names(process).containsAll(PERIPLUS));
            for (Map<String, String> thread : status(process)) {
                assertEquals(user, thread.get("Uid"), thread.toString());
                assertEquals(0, Long.parseLong(thread.get("CapPrm"), 16), thread.toString());
                assertFalse(List.of(thread.get("Groups").split(" ")).contains("0"), thread.toString());
                if (PERIPLUS.contains(thread.get("Name"))) {
                    assertEquals("1", thread.get("NoNewPrivs"), thread.toString());
                }
            }
        } finally {
            process.destroy();
        }
    }

    private static void await(Callable<Boolean> condition) throws Exception {
        for (int tries = 0; tries < MOST_TRIES && !condition.call(); tries++) {
            Thread.sleep(PAUSE_MILLIS);
        }
        assertTrue(condition.call());
    }

    private static Set<String> names(Process process) throws IOException {
        return status(process).stream().map(thread -> thread.get("Name")).collect(Collectors.toSet());
    }

    /** Returns the status of each thread (proc(5)); of the numbers of its user, the effective one. */
    private static List<Map<String, String>> status(Process process) throws IOException {
        List<Map<String, String>> threads = new ArrayList<>();
        try (Stream<Path> tasks = Files.list(Path.of("/proc/" + process.pid() + "/task"))) {
            for (Path task : tasks.toList()) {
                try {
                    threads.add(fields(Files.readAllLines(task.resolve("status"))));
                } catch (IOException e) {
                    continue; // the thread has ended
                }
            }
        }
        return threads;
    }

    private static Map<String, String> fields(List<String> status) {
        Map<String, String> fields = new TreeMap<>();
        for (String line : status) {
            String[] parts = line.split(":", 2);
            if (FIELDS.contains(parts[0])) {
                String value = parts[1].strip();
                fields.put(parts[0], parts[0].equals("Uid") ? value.split("\\s")[1] : value);
            }
        }
        return fields;
    }

    private static String number(String user) throws IOException {
        for (String line : Files.readAllLines(Path.of("/etc/passwd"))) {
            if (line.startsWith(user + ":")) {
                return line.split(":")[2];
            }
        }
        throw new IOException("no user " + user);
    }
}
