package dev.periplus.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code serve} as a user runs it: over captures and over a database, with the packets of a flow. */
class ServeTest {
    private static final Pattern SSH = Pattern.compile("href=\"/flow\\?n=(\\d+)\"");

    @TempDir
    Path folder;

    private Path capture;

    @BeforeEach
    void copy() throws IOException {
        capture = Files.createDirectory(folder.resolve("case")).resolve("a.pcap");
        Files.copy(Path.of("captures/ssh-on-3251.pcap"), capture);
    }

    /** A running command. */
    private final class Served implements AutoCloseable {
        private final HttpClient client = HttpClient.newBuilder()
                .cookieHandler(new CookieManager())
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();
        private final ByteArrayOutputStream err = new ByteArrayOutputStream();
        private final CompletableFuture<Exit> end = new CompletableFuture<>();
        private final Thread thread;
        private final URI url;

        Served(String... words) throws Exception {
            List<String> command = new ArrayList<>(List.of("serve"));
            command.addAll(List.of(words));
            command.addAll(List.of("--state", folder.resolve("state").toString()));
            Terminal terminal = new Terminal(
                    new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), false, 100, false);
            thread = new Thread(() -> end.complete(Main.run(command, terminal)));
            thread.start();
            while (!out.toString(UTF_8).contains("token=") && !end.isDone()) {
                Thread.sleep(20);
            }
            assertFalse(end.isDone(), () -> err.toString(UTF_8));
            url = URI.create(out.toString(UTF_8).strip());
            assertEquals(200, client.send(request(url), BodyHandlers.ofString()).statusCode());
        }

        private HttpRequest request(URI address) {
            return HttpRequest.newBuilder(address).build();
        }

        HttpResponse<byte[]> get(String target) throws Exception {
            return client.send(request(url.resolve(target)), BodyHandlers.ofByteArray());
        }

        String text(String target) throws Exception {
            return new String(get(target).body(), UTF_8);
        }

        /** The number of the only SSH flow. */
        String ssh() throws Exception {
            Matcher found = SSH.matcher(text("/flows?q=ssh"));
            assertTrue(found.find());
            return found.group(1);
        }

        @Override
        public void close() {
            thread.interrupt();
            assertEquals(Exit.DONE, end.orTimeout(30, TimeUnit.SECONDS).join(), () -> err.toString(UTF_8));
        }
    }

    @Test
    void capturesAreReviewedAndTheirFindingsComeFirst() throws Exception {
        try (Served served = new Served(folder.resolve("case").toString())) {
            assertTrue(served.text("/").contains("SSH on 3251/tcp, registered for sysscanner (Sys Scanner)"));
            String flow = served.text("/flow?n=" + served.ssh());
            assertTrue(flow.contains("identification string SSH-2.0-OpenSSH_9.3"), flow);
            assertTrue(flow.contains("53 53 48 2d 32 2e 30"), flow);
        }
    }

    @Test
    void aCarvedFlowIsTheFlow() throws Exception {
        try (Served served = new Served(capture.toString())) {
            HttpResponse<byte[]> carved = served.get("/carve?flow=" + served.ssh());
            assertEquals(200, carved.statusCode());
            Path file = folder.resolve("carved.pcapng");
            Files.write(file, carved.body());
            Run run = Run.of(file.toString(), "-o", "json");
            assertEquals(1, run.records().size());
            assertEquals("ssh", run.records().get(0).get("label"));
            assertEquals(
                    Run.of(capture.toString(), "-Y", "ssh", "-o", "json")
                            .records()
                            .get(0)
                            .get("uid"),
                    run.records().get(0).get("uid"));
        }
    }

    @Test
    void capturesThatMovedOrChangedAreNotCarved() throws Exception {
        Path database = folder.resolve("case.db");
        Run.of("review", capture.toString(), "--state", folder.resolve("state").toString(), "-o", "sqlite=" + database);
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere")).resolve("a.pcap");
        Files.move(capture, elsewhere);
        try (Served served = new Served(database.toString())) {
            String told = served.text("/carve?flow=" + served.ssh());
            assertTrue(told.contains("is not there any more"), told);
        }
        try (Served served =
                new Served(database.toString(), "--in", elsewhere.getParent().toString())) {
            assertEquals(200, served.get("/carve?flow=" + served.ssh()).statusCode());
            byte[] bytes = Files.readAllBytes(elsewhere);
            bytes[bytes.length - 1] ^= 1;
            Files.write(elsewhere, bytes);
            String told = served.text("/carve?flow=" + served.ssh());
            assertTrue(told.contains("has changed since (different SHA-256)"), told);
        }
    }

    @Test
    void withoutSha256NothingIsCarved() throws Exception {
        Path database = folder.resolve("replayed.db");
        Run.of(capture.toString(), "-o", "sqlite=" + database);
        try (Served served = new Served(database.toString())) {
            HttpResponse<byte[]> told = served.get("/carve?flow=" + served.ssh());
            assertEquals(500, told.statusCode());
            assertTrue(new String(told.body(), UTF_8).contains("no SHA-256 of"));
        }
    }

    @Test
    void whatIsMadeForTheServerIsPrivateAndGoes() throws Exception {
        List<Path> before = scratches();
        try (Served served = new Served(capture.toString())) {
            List<Path> made = new ArrayList<>(scratches());
            made.removeAll(before);
            assertFalse(made.isEmpty());
            for (Path one : made) {
                assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(one)));
            }
            assertEquals(200, served.get("/").statusCode());
        }
        List<Path> left = new ArrayList<>(scratches());
        left.removeAll(before);
        assertEquals(List.of(), left);
    }

    private static List<Path> scratches() throws IOException {
        try (var all = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return all.filter(path -> String.valueOf(path.getFileName()).matches("periplus\\d+"))
                    .toList();
        }
    }

    @Test
    void aPortInUseIsASentence() throws Exception {
        try (Served served = new Served(capture.toString())) {
            Run run = Run.of(
                    "serve",
                    capture.toString(),
                    "--state",
                    folder.resolve("state").toString(),
                    "--port",
                    Integer.toString(served.url.getPort()));
            assertEquals(Exit.UNREADABLE, run.status());
            assertTrue(run.err().contains("cannot serve at port"), run.err());
        }
    }

    @Test
    void whatIsNoDatabaseAndNoCaptureIsRefused() {
        assertEquals(Exit.UNREADABLE, Run.of("serve", "nothing.db").status());
        assertEquals(Exit.USAGE, Run.of("serve").status());
        assertEquals(
                Exit.USAGE,
                Run.of("serve", capture.toString(), "--port", "70000").status());
    }
}
