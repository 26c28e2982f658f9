package dev.periplus.report.serve;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.report.FilterVocabulary;
import dev.periplus.report.HostileTextTest;
import dev.periplus.report.Records;
import dev.periplus.report.html.Browser;
import dev.periplus.report.sqlite.SqliteReport;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who gets an answer from the server of a case, which, and what hostile text and requests do to it. */
class CaseServerTest {
    private static final FilterVocabulary ANY = new FilterVocabulary(new TreeSet<>(), new TreeSet<>(), ZoneOffset.UTC);

    @TempDir
    Path folder;

    private CaseServer server;
    private URI url;
    private String cookie;
    private Carver carver = (uid, sources, out) -> Files.writeString(out, "packets of " + uid);

    @BeforeEach
    void serve() throws IOException {
        Path file = folder.resolve("case.db");
        SqliteReport report = SqliteReport.at(file);
        report.flow(HostileTextTest.saying(HostileTextTest.TEXTS.get(0)));
        HostileTextTest.TEXTS.forEach(text -> report.finding(HostileTextTest.finding(text)));
        for (int i = 2; i <= 250; i++) {
            report.flow(Records.tcp("10.0.0.1", "10.0.0.2", i)
                    .number(i)
                    .label("ssh", 0.99)
                    .made());
        }
        report.finish(Records.run());
        server = new CaseServer(
                file, "case <i>", ANY, (uid, sources, out) -> carver.carve(uid, sources, out), folder, 0);
        url = URI.create(server.url());
        cookie = "Cookie: periplus-" + url.getPort() + "=" + url.getQuery().substring("token=".length());
    }

    @AfterEach
    void end() throws IOException {
        server.close();
    }

    /** Sends lines of a request and returns the answer as it came. */
    private String raw(String... lines) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", url.getPort())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write((String.join("\r\n", lines) + "\r\n\r\n").getBytes(ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }

    private String here() {
        return "Host: 127.0.0.1:" + url.getPort();
    }

    private String get(String target) throws IOException {
        return raw("GET " + target + " HTTP/1.1", here(), cookie, "Connection: close");
    }

    private static int status(String answer) {
        return Integer.parseInt(answer.split(" ", 3)[1]);
    }

    @Test
    void onlyTheTokenOpensTheCase() throws IOException {
        for (String target :
                List.of("/", "/flows", "/flow?n=1", "/carve?flow=1", "/?token=", "/?token=x", "/nothing")) {
            String answer = raw("GET " + target + " HTTP/1.1", here(), "Connection: close");
            assertEquals(403, status(answer), target);
            assertFalse(answer.contains("10.0.0."), answer);
        }
        assertEquals(403, status(raw("GET / HTTP/1.1", here(), cookie + "x", "Connection: close")));
        String opened = raw("GET /?" + url.getQuery() + " HTTP/1.1", here(), "Connection: close");
        assertEquals(303, status(opened));
        assertTrue(opened.contains("HttpOnly; SameSite=Strict"), opened);
        assertTrue(opened.contains("Location: /\r\n"), opened);
        assertEquals(200, status(get("/")));
    }

    @Test
    void everyServerHasItsOwnToken() throws IOException {
        try (CaseServer other = new CaseServer(folder.resolve("case.db"), "case", ANY, carver, folder, 0)) {
            assertNotEquals(URI.create(other.url()).getQuery(), url.getQuery());
        }
    }

    @Test
    void aRequestNamesThisServer() throws IOException {
        for (String host : List.of(
                "Host: evil.example:" + url.getPort(),
                "Host: evil.example",
                "Host: 127.0.0.1",
                "Host: 127.0.0.1:1",
                "Host: 127.0.0.1.evil.example:" + url.getPort(),
                "X-Forwarded-Host: " + here().substring(6),
                here() + "\r\nHost: evil.example")) {
            int status = status(raw("GET / HTTP/1.1", host, cookie, "Connection: close"));
            assertTrue(status == 421 || status == 400, host + " gives " + status);
        }
        assertEquals(
                200, status(raw("GET / HTTP/1.1", "host: LOCALHOST:" + url.getPort(), cookie, "Connection: close")));
    }

    @Test
    void onlyGetWithoutABodyIsAnswered() throws IOException {
        for (String method : List.of("HEAD", "POST", "PUT", "DELETE", "OPTIONS", "TRACE", "get")) {
            assertEquals(405, status(raw(method + " / HTTP/1.1", here(), cookie, "Connection: close")), method);
        }
        assertEquals(
                413,
                status(raw("GET / HTTP/1.1", here(), cookie, "Content-Length: 5", "Connection: close", "", "12345")));
    }

    @Test
    void noPathLeadsOutOfTheCase() throws IOException {
        for (String target : List.of(
                "/../../etc/passwd",
                "/%2e%2e/%2e%2e/etc/passwd",
                "/flows/../../case.db",
                "//etc/passwd",
                "/case.db",
                "/flow?n=../case.db",
                "/carve?flow=-1",
                "/flows?after=t1:%27%20OR%201=1&sort=label%27",
                "/flow?n=1%20OR%201=1",
                "http://evil.example/",
                "/flows?q=%zz",
                "/flows?q=%ff%fe",
                "/flows?after=n:9999999999999999999999")) {
            String answer = get(target);
            assertTrue(List.of(200, 400, 404).contains(status(answer)), target + " gives " + status(answer));
            assertFalse(answer.contains("root:") || answer.contains("SQLite format"), target);
        }
        assertTrue(get("/flows?q=%27%22%3E%3Cscript%3Ealert(1)").contains("&#39;&quot;&gt;&lt;script&gt;"));
    }

    @Test
    void requestsHaveABound() throws IOException {
        assertEquals(414, status(get("/flows?q=" + "a".repeat(5000))));
        try (Socket socket = new Socket("127.0.0.1", url.getPort())) {
            OutputStream out = socket.getOutputStream();
            byte[] some = "a".repeat(1 << 16).getBytes(ISO_8859_1);
            out.write("GET /".getBytes(ISO_8859_1));
            int sent = 0;
            try {
                while (sent < 4096) {
                    out.write(some);
                    sent++;
                }
            } catch (SocketException e) {
                assertTrue(sent < 4096);
            }
            assertTrue(sent < 4096, "256 MiB were taken");
        }
        assertEquals(200, status(get("/")));
    }

    @Test
    void clientsThatSayNothingDoNotKeepOthersOut() throws IOException {
        List<Socket> silent = new ArrayList<>();
        try {
            for (int i = 0; i < 3; i++) {
                Socket socket = new Socket("127.0.0.1", url.getPort());
                socket.getOutputStream().write("GET / HTTP/1.1\r\nX: ".getBytes(ISO_8859_1));
                silent.add(socket);
            }
            assertEquals(200, status(get("/")));
        } finally {
            for (Socket socket : silent) {
                socket.close();
            }
        }
    }

    @Test
    void everyAnswerForbidsScriptsAndStrangers() throws IOException {
        for (String target : List.of("/", "/flows", "/nothing", "/flow?n=1")) {
            String head = get(target).split("\r\n\r\n")[0].toLowerCase(Locale.ROOT);
            assertTrue(head.contains("content-security-policy: default-src 'none'; style-src 'sha256-"), head);
            assertFalse(head.contains("script-src") || head.contains("access-control"), head);
            assertTrue(head.contains("cache-control: no-store") && head.contains("x-frame-options: deny"), head);
        }
    }

    @Test
    void pagesOfFlowsFollowOneAnother() throws IOException {
        String target = "/flows?q=tcp&sort=port&down=1";
        List<String> ports = new ArrayList<>();
        while (target != null) {
            String page = get(target);
            page.lines()
                    .filter(line -> line.startsWith("<tr"))
                    .forEach(line -> ports.add(line.replaceAll(".*<td>(\\d+) tcp</td>.*", "$1")));
            int next = page.indexOf("<span id=\"next\"><a href=\"");
            target = next < 0
                    ? null
                    : page.substring(next + 25, page.indexOf('"', next + 25)).replace("&amp;", "&");
        }
        assertEquals(250, ports.size());
        assertEquals("3251", ports.get(0));
        assertEquals(List.of("250", "249"), ports.subList(1, 3));
        assertEquals("2", ports.get(249));
    }

    @Test
    void aWrongConditionIsExplainedAndWordsAreLookedFor() throws IOException {
        assertTrue(get("/flows?q=server.prt%3D%3D22").contains("unknown field"));
        String found = get("/flows?q=10.0.0.2+SSH+137");
        assertTrue(found.contains("1 matching here, of 250 looked at"), found);
    }

    @Test
    void packetsOfAFlowComeAsAFileAndTroubleAsASentence() throws IOException {
        String answer = get("/carve?flow=7");
        assertTrue(answer.contains("filename=\"flow-7.pcapng\"") && answer.contains("packets of C"), answer);
        assertEquals(404, status(get("/carve?flow=9999")));
        carver = (uid, sources, out) -> {
            throw new IOException("a.pcap <has> changed");
        };
        answer = get("/carve?flow=7");
        assertEquals(500, status(answer));
        assertTrue(answer.contains("a.pcap &lt;has&gt; changed"), answer);
    }

    @Test
    void oneFlowIsCarvedAtATime() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        carver = (uid, sources, out) -> {
            begun.countDown();
            try {
                end.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            Files.writeString(out, "x");
        };
        Thread first = new Thread(() -> {
            try {
                get("/carve?flow=7");
            } catch (IOException e) {
                end.countDown();
            }
        });
        first.start();
        begun.await();
        assertEquals(503, status(get("/carve?flow=8")));
        end.countDown();
        first.join();
        assertEquals(200, status(get("/carve?flow=8")));
    }

    @Test
    void hostileTextIsShownAndDoesNothing() throws IOException {
        for (String target : List.of("/", "/flow?n=1", "/flows", "/services", "/ports", "/custody")) {
            String page = get(target);
            assertEquals(200, status(page), target);
            assertFalse(page.contains("<script") || page.contains("case <i>"), target);
        }
        try (Browser browser = Browser.start()) {
            browser.visit("about:blank");
            browser.requests();
            browser.visit(url.toString());
            assertTrue(browser.text("h1").contains("case <i>"));
            assertTrue(browser.text(".findings article h4").contains("<script>alert(1)</script>"));
            browser.click(".findings li a");
            browser.await("document.querySelector('#flow-title') !== null");
            assertTrue(browser.text(".evidence pre").startsWith("3c 73 63 72 69 70 74 3e"), browser.text(".evidence"));
            browser.click("nav a[href='/flows']");
            browser.await("document.querySelector('#q') !== null");
            browser.click("#q");
            browser.press("server.port==137" + Browser.ENTER);
            browser.await("document.querySelector('#q-state').innerText.startsWith('1 matching')");
            assertEquals(
                    List.of(),
                    browser.requests().stream()
                            .filter(asked -> !asked.startsWith("http://127.0.0.1:" + url.getPort() + "/")
                                    && !asked.startsWith("data:"))
                            .toList());
            browser.screenshot(Path.of("target/serve-flows.png"));
            assertEquals(
                    List.of(),
                    browser.console().stream()
                            .filter(said -> !said.contains("favicon"))
                            .toList());
        }
    }
}
