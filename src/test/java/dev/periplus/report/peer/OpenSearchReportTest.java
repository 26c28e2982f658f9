package dev.periplus.report.peer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.periplus.answer.Counter;
import dev.periplus.answer.Counters;
import dev.periplus.answer.FlowSink;
import dev.periplus.report.Destination;
import dev.periplus.report.HostileTextTest;
import dev.periplus.report.Json;
import dev.periplus.report.Records;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bulk protocol against a server that plays the troubles of a real one; a real one is in the profile "outputs". */
class OpenSearchReportTest {
    @TempDir
    Path folder;

    private final List<String> notes = new CopyOnWriteArrayList<>();

    /** The documents of each bulk request, as pairs of lines. */
    private final List<List<String>> bulks = new CopyOnWriteArrayList<>();

    private final List<String> others = new CopyOnWriteArrayList<>();
    private HttpServer server;

    /** Answers the n-th bulk request: a status, then for 200 the status of each document by its index. */
    private volatile IntFunction<int[]> answers = n -> new int[] {200};

    private volatile String authorization = "";

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        authorization = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
        if (!exchange.getRequestURI().getPath().endsWith("/_bulk")) {
            others.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            int status = exchange.getRequestMethod().equals("GET") ? 404 : 200;
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
            return;
        }
        List<String> lines = body.lines().toList();
        int[] answer = answers.apply(bulks.size());
        bulks.add(lines);
        StringBuilder items = new StringBuilder("{\"took\":1,\"errors\":true,\"items\":[");
        for (int i = 0; i < lines.size() / 2; i++) {
            int status = i + 1 < answer.length ? answer[i + 1] : 201;
            items.append(i == 0 ? "" : ",")
                    .append("{\"create\":{\"_index\":\"x\",\"status\":")
                    .append(status);
            items.append(
                    status < 300
                            ? ""
                            : ",\"error\":{\"type\":\"t\",\"reason\":\"no \\\"ip\\\"\",\"caused_by\":{\"reason\":1}}");
            items.append("}}");
        }
        byte[] reply = items.append("]}").toString().getBytes(UTF_8);
        if (answer[0] == 429) {
            exchange.getResponseHeaders().add("Retry-After", "1");
        }
        exchange.sendResponseHeaders(answer[0], reply.length);
        exchange.getResponseBody().write(reply);
        exchange.close();
    }

    private FlowSink open(boolean live) throws IOException {
        Path settings = folder.resolve("settings");
        Files.writeString(
                settings, "dead.letters=" + folder.resolve("dead.ndjson") + "\nuser=me\npassword=it's: secret\n");
        return OpenSearchReport.open(new Destination(
                "opensearch",
                "http://127.0.0.1:" + server.getAddress().getPort() + "/flows",
                live,
                null,
                settings,
                new Destination.Origin("here", "1", "ab"),
                getClass().getClassLoader(),
                notes::add));
    }

    private static void sends(FlowSink sink, int count) {
        for (int i = 0; i < count; i++) {
            sink.flow(Records.tcp("10.0.0." + i, "10.0.0.200", 3251).made());
        }
        sink.settle();
    }

    private static void count(FlowSink sink, long sent, long known, long refused) {
        Counters counters = sink.counters();
        assertEquals(
                List.of(sent, known, refused, 0L, 0L),
                List.of(
                        counters.get(Counter.RECORDS_SENT),
                        counters.get(Counter.RECORDS_KNOWN),
                        counters.get(Counter.RECORDS_REFUSED),
                        counters.get(Counter.RECORDS_DROPPED),
                        counters.get(Counter.RECORDS_QUEUED)));
    }

    private List<String> documents() {
        List<String> all = new ArrayList<>();
        bulks.forEach(all::addAll);
        return all;
    }

    @Test
    void flowsAreCreatedWithIdsOfTheirOwnAfterTheTemplate() throws IOException {
        FlowSink sink = open(false);
        sends(sink, 5);
        count(sink, 5, 0, 0);
        assertEquals(List.of("GET /_index_template/periplus-flows", "PUT /_index_template/periplus-flows"), others);
        List<String> lines = documents();
        assertEquals(10, lines.size());
        for (int i = 0; i < 10; i += 2) {
            assertEquals(
                    "{\"create\":{\"_id\":\""
                            + ((Map<?, ?>) Json.object(lines.get(i + 1)).get("event")).get("id") + "\"}}",
                    lines.get(i));
        }
        assertEquals(
                5,
                lines.stream()
                        .filter(line -> line.startsWith("{\"create\""))
                        .distinct()
                        .count());
        assertEquals("Basic bWU6aXQnczogc2VjcmV0", authorization);
    }

    @Test
    void aBusyServerIsWaitedForAndOnlyBusyDocumentsAreSentAgain() throws IOException {
        answers = n -> switch (n) {
            case 0 -> new int[] {429};
            case 1 -> new int[] {503};
            case 2 -> new int[] {302};
            case 3 -> new int[] {405};
            case 4 -> new int[] {200, 429};
            default -> new int[] {200};
        };
        FlowSink sink = open(false);
        long begun = System.nanoTime();
        sends(sink, 4);
        assertTrue(System.nanoTime() - begun >= 1_000_000_000L, "Retry-After was not waited for");
        count(sink, 4, 0, 0);
        assertEquals(
                4,
                documents().stream()
                        .filter(line -> line.startsWith("{\"create\""))
                        .distinct()
                        .count());
        assertTrue(notes.contains("opensearch: the server answers 429"), notes.toString());
    }

    @Test
    void whatIsThereAlreadyIsNoLossAndWhatIsRefusedIsKept() throws IOException {
        answers = n -> new int[] {200, 409, 400};
        FlowSink sink = open(false);
        sink.flow(HostileTextTest.saying("a"));
        sink.settle();
        count(sink, 0, 1, 0);
        answers = n -> new int[] {200, 400};
        FlowSink second = open(false);
        second.flow(HostileTextTest.saying("line\r\n{\"run\":{}}\u2028"));
        second.settle();
        count(second, 0, 0, 1);
        List<String> dead = Files.readAllLines(folder.resolve("dead.ndjson"));
        assertEquals(2, dead.size());
        assertEquals("{\"status\":400,\"reason\":\"no \\\"ip\\\"\"}", dead.get(0));
        assertTrue(Json.object(dead.get(1)).containsKey("@timestamp"));
    }

    @Test
    void aRequestThatIsTooLargeIsDivided() throws IOException {
        answers = n -> new int[] {n == 1 ? 413 : 200};
        FlowSink sink = open(false);
        for (int i = 0; i < 50; i++) {
            sink.flow(Records.tcp("10.0.0." + i, "10.0.0.200", 3251).made());
        }
        sink.settle();
        count(sink, 50, 0, 0);
    }

    @Test
    void aServerThatIsAwayCostsCountedRecordsAndNoTime() throws IOException {
        FlowSink sink = open(true);
        server.stop(0);
        long begun = System.nanoTime();
        for (int i = 0; i < 60_000; i++) {
            sink.flow(Records.full());
        }
        assertTrue(System.nanoTime() - begun < 5_000_000_000L);
        assertTrue(
                sink.counters().get(Counter.RECORDS_DROPPED) > 10_000,
                sink.counters().toString());
        assertTrue(notes.stream().anyMatch(note -> note.contains("dropped and counted")), notes.toString());
    }

    @Test
    void wrongTargetsAreSaid() {
        for (String target :
                List.of("host/x", "http://host", "http://me:secret@host/x", "ftp://host/x", "http://h/X Y")) {
            Destination destination = new Destination(
                    "opensearch",
                    target,
                    false,
                    null,
                    null,
                    new Destination.Origin("", "", ""),
                    getClass().getClassLoader(),
                    notes::add);
            assertThrows(IOException.class, () -> OpenSearchReport.open(destination), target);
        }
    }
}
