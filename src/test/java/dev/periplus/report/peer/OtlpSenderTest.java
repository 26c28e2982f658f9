package dev.periplus.report.peer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.periplus.answer.Count;
import dev.periplus.answer.Counter;
import dev.periplus.answer.InterfaceCount;
import dev.periplus.cli.Run;
import dev.periplus.report.Destination;
import dev.periplus.report.Records;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Metrics sent to a collector that reads requests as the protocol defines them. */
class OtlpSenderTest {
    private static final Destination.Origin ORIGIN = new Destination.Origin("gate-7", "1.2", "abcd");

    private final BlockingQueue<String> requests = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> notes = new LinkedBlockingQueue<>();
    private final BlockingQueue<Integer> statuses = new LinkedBlockingQueue<>();
    private HttpServer server;
    private volatile String answer = "{\"partialSuccess\":{}}";
    private volatile String heads = "";

    @TempDir
    Path folder;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            heads = exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("Content-Type") + " "
                    + exchange.getRequestHeaders().getFirst("Authorization") + " "
                    + exchange.getRequestHeaders().getFirst("X-Tenant");
            requests.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            Integer status = statuses.poll();
            byte[] body = answer.getBytes(UTF_8);
            exchange.sendResponseHeaders(status == null ? 200 : status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private static List<RunMetric> all() {
        Count[] counts = Arrays.stream(Counter.values())
                .map(counter -> Count.of(counter.id().replace("*", "gtp-u"), Long.MAX_VALUE))
                .toArray(Count[]::new);
        return RunMetric.of(
                Records.run(counts),
                List.of(new InterfaceCount("eth0", true, 5, 4, 3, 2), new InterfaceCount("a\"\n", false, 0, 0, 0, 1)));
    }

    private OtlpSender sender(String url, Path settings) throws IOException {
        return new OtlpSender(url, settings, ORIGIN, OtlpSenderTest::all, notes::add);
    }

    private Path settings(String text) throws IOException {
        return Files.writeString(folder.resolve("otlp.properties"), text);
    }

    private String next() throws InterruptedException {
        String request = requests.poll(30, TimeUnit.SECONDS);
        assertTrue(request != null, "no request came");
        return String.valueOf(request);
    }

    @Test
    void theLastValuesAreSentWhenTheRunEnds() throws Exception {
        sender(url(), null).close();
        String request = next();
        assertEquals("POST /v1/metrics application/json null null", heads);
        assertEquals(null, notes.poll());
        OtlpShape.check(request);
    }

    @Test
    void everyMetricOfPrometheusIsThereWithTheSameValue() throws Exception {
        sender(url() + "/other/path", settings("header.X-Tenant=blue\nuser=u\npassword=p\n"))
                .close();
        String request = next();
        assertEquals("POST /other/path application/json Basic dTpw blue", heads);
        Set<String> sent = new HashSet<>();
        for (Map<String, Object> metric : OtlpShape.metrics(request)) {
            boolean gauge = metric.containsKey("gauge");
            String name = String.valueOf(metric.get("name")).replaceAll("[^a-z0-9A-Z]", "_") + (gauge ? "" : "_total");
            for (Map<String, Object> point : OtlpShape.points(metric)) {
                Object value = point.getOrDefault("asInt", point.get("asDouble"));
                sent.add(name + OtlpShape.attributes(point).values() + " " + value);
            }
        }
        Set<String> served = new HashSet<>();
        PrometheusText.of(all())
                .lines()
                .filter(line -> !line.startsWith("#") && !line.startsWith("periplus_uptime"))
                .forEach(line -> served.add(line.replaceAll("\\{interface=\"(.*)\"}", "[$1]")
                        .replace("\\\"", "\"")
                        .replace("\\\\", "\\")
                        .replaceFirst("^(\\w+) ", "$1[] ")));
        sent.removeIf(line -> line.startsWith("periplus_uptime"));
        assertEquals(served, sent);
    }

    @Test
    void theResourceNamesProgramSensorAndRules() throws Exception {
        sender(url(), null).close();
        Map<String, Object> root = Run.parse(next());
        Map<String, Object> resource =
                OtlpShape.object(OtlpShape.objects(root, "resourceMetrics").get(0), "resource");
        assertEquals(
                Map.of(
                        "service.name",
                        "periplus",
                        "service.version",
                        "1.2",
                        "service.instance.id",
                        "gate-7",
                        "periplus.rules",
                        "abcd"),
                OtlpShape.attributes(resource));
    }

    @Test
    @SuppressWarnings("try") // it sends on its own thread
    void valuesComeEveryInterval() throws Exception {
        try (OtlpSender sender = sender(url(), settings("interval=1\n"))) {
            String first = next();
            assertTrue(!next().equals(first), "the time has gone on");
        }
    }

    @Test
    @SuppressWarnings("try") // it sends on its own thread
    void aCollectorThatIsAwayIsToldOfOnceAndWhenItIsBack() throws Exception {
        statuses.addAll(List.of(503, 503));
        try (OtlpSender sender = sender(url(), settings("interval=1\n"))) {
            for (int i = 0; i < 3; i++) {
                next();
            }
            assertTrue(String.valueOf(notes.poll(30, TimeUnit.SECONDS)).contains("cannot be sent"));
            assertTrue(String.valueOf(notes.poll(30, TimeUnit.SECONDS)).endsWith("/v1/metrics again"));
        }
        assertEquals(null, notes.poll());
    }

    @Test
    void theLastRequestIsRepeatedIfThatMakesSense() throws Exception {
        statuses.addAll(List.of(503, 429));
        sender(url(), null).close();
        assertEquals(3, requests.size());
        statuses.add(400);
        sender(url(), null).close();
        assertEquals(4, requests.size());
        assertTrue(
                notes.stream().anyMatch(note -> note.startsWith("the last metrics were not sent")), notes.toString());
    }

    @Test
    void whatTheCollectorRejectsIsTold() throws Exception {
        answer = "{\"partialSuccess\":{\"rejectedDataPoints\":\"3\",\"errorMessage\":\"too many\"}}";
        sender(url(), null).close();
        assertTrue(String.valueOf(notes.poll()).contains("too many"));
        assertEquals(1, requests.size());
    }

    @Test
    void wrongSettingsAreSentences() throws Exception {
        for (String wrong : List.of("interval=soon", "header.Host=x", "header.a(b=x", "ca=/no/such/file")) {
            Path file = settings(wrong);
            assertThrows(IOException.class, () -> sender(url(), file).close(), wrong);
        }
        assertTrue(OtlpSender.isServer("https://collector:4318/v1/metrics"));
        assertTrue(!OtlpSender.isServer("https://user:password@collector:4318"));
        assertTrue(!OtlpSender.isServer("collector:4318"));
    }
}
