package dev.periplus.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.PrintStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Operations in a program of somebody else. */
class OperationTest {
    private static final String SSH = "captures/ssh-on-3251.pcap";

    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Console console = new Console(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8));

    @Test
    void aReviewHandsOutItsFindings() throws Exception {
        List<CaseFinding> findings = new ArrayList<>();
        Ending ending = new Review(new Reading(), Writing.none(), Captures.of(SSH))
                .state(folder)
                .warnedFrom("high")
                .findings(findings::add)
                .run(console.quiet(true));
        assertEquals(Ending.FINDING, ending);
        assertEquals("", out.toString(UTF_8));
        assertEquals("", err.toString(UTF_8));
        CaseFinding finding = findings.get(0);
        assertEquals("high", finding.severity());
        assertEquals("ssh", finding.label());
        assertEquals("10.3.0.9:3251/tcp", finding.where());
        assertEquals(1, finding.flows());
        assertEquals(
                Instant.parse("2023-09-18T21:44:10Z").getEpochSecond(),
                finding.first().getEpochSecond());
        assertEquals(List.of("C1UfZQAmJA7oW5ULAt"), finding.examples());
        Ending exhibited =
                new Exhibit(new Reading(), Captures.of(SSH), finding.id(), folder.resolve("case.zip")).run(console);
        assertEquals(Ending.DONE, exhibited, err.toString(UTF_8));
    }

    @Test
    void whatIsWrongIsOneSentenceOrTheErrorsOfTheRules() throws IOException {
        Path rules = Files.createDirectories(folder.resolve("rules"));
        Files.writeString(rules.resolve("odd.yaml"), "id: odd\nnonsense: 1\n");
        UsageException broken = assertThrows(
                UsageException.class,
                () -> new Replay(new Reading().rules(rules), new Writing(), Captures.of(SSH)).run(console));
        assertTrue(
                broken.errors().get(0).startsWith(rules.resolve("odd.yaml") + ":"),
                broken.errors().toString());
        UsageException condition = assertThrows(
                UsageException.class,
                () -> new Replay(new Reading().where("labl == ssh"), new Writing(), Captures.of(SSH)).run(console));
        assertTrue(String.valueOf(condition.getMessage()).contains("labl"), condition.getMessage());
        assertEquals(List.of(), condition.errors());
        assertThrows(UsageException.class, () -> new Reading().framehawk(9, 3));
        assertThrows(UsageException.class, () -> new Monitoring().metrics("nowhere"));
        assertThrows(UsageException.class, () -> Captures.of(folder.toString()));
    }

    @Test
    void aStoppedConsoleEndsAReplayWithItsResults() throws Exception {
        console.stop();
        Ending ending = new Replay(new Reading(), new Writing().to("json"), Captures.of("captures")).run(console);
        assertEquals(Ending.INTERRUPTED, ending);
        assertTrue(out.toString(UTF_8).contains("{\"run\":"), out.toString(UTF_8));
    }

    @Test
    void theTimeInWhichAnOperationCanBeStoppedIsTold() throws Exception {
        AtomicInteger open = new AtomicInteger();
        AtomicInteger opened = new AtomicInteger();
        console.whileStoppable(() -> {
            opened.incrementAndGet();
            open.incrementAndGet();
            return open::decrementAndGet;
        });
        new Replay(new Reading(), Writing.none(), Captures.of(SSH)).run(console);
        assertEquals(1, opened.get());
        assertEquals(0, open.get());
    }

    /** Draws once, and keeps what it drew. */
    private record Page(List<String> lines, AtomicInteger closed) implements Display {
        @Override
        public Closeable show(LiveScreen screen) {
            return () -> {
                lines.addAll(screen.draw(100, 24));
                closed.incrementAndGet();
            };
        }

        @Override
        public void close() {
            closed.incrementAndGet();
        }
    }

    @Test
    void aLiveViewIsDrawnOnTheDisplayOfTheProgram() throws Exception {
        Page page = new Page(new ArrayList<>(), new AtomicInteger());
        console.interactive(true).display(() -> page);
        new Replay(new Reading(), new Writing(), Captures.of(SSH))
                .paced(0, 1, new Monitoring().view(true))
                .run(console);
        assertTrue(
                String.join("\n", page.lines()).contains("10.3.0.9:3251"),
                page.lines().toString());
        assertEquals(2, page.closed().get());
        console.display(() -> null);
        assertThrows(
                UsageException.class,
                () -> new Replay(new Reading(), new Writing(), Captures.of(SSH))
                        .paced(0, 1, new Monitoring().view(true))
                        .run(console));
    }

    @Test
    void aCaseIsServedUntilTheConsoleIsStopped() throws Exception {
        Thread serving = new Thread(() -> {
            try {
                Serve.captures(new Reading(), Captures.of(SSH)).state(folder).run(console.quiet(true));
            } catch (UsageException | IOException e) {
                throw new AssertionError(e);
            }
        });
        serving.start();
        while (serving.isAlive() && !out.toString(UTF_8).contains("\n")) {
            Thread.sleep(20);
        }
        String url = out.toString(UTF_8).strip();
        HttpResponse<String> page = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(java.net.URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
        assertTrue(page.statusCode() < 400, url + " " + page.statusCode());
        console.stop();
        serving.join();
    }

    @Test
    void namesOfFilesDoNotReachTheReaderRaw() throws Exception {
        Path odd = folder.resolve("a\u001b]0;title\u0007.pcap");
        Files.copy(Path.of(SSH), odd);
        Explain.flow(new Reading(), Captures.of(odd.toString()), "1", null).run(console);
        assertTrue(out.toString(UTF_8).contains("SSH identification string"), out.toString(UTF_8));
        assertFalse(out.toString(UTF_8).contains("\u001b"), out.toString(UTF_8));
    }

    @Test
    void fieldsOfConditionsHaveKinds() {
        assertEquals("text", ConditionFields.all().get("label"));
        assertTrue(ConditionFields.names().contains("tcp.port"));
        assertTrue(ConditionFields.otherNames().containsKey("tcp.port"));
        assertTrue(
                ConditionFields.metadata().contains("tls.sni"),
                ConditionFields.metadata().toString());
    }
}
