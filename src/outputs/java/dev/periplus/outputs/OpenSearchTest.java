package dev.periplus.outputs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.answer.Counter;
import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.FlowSink;
import dev.periplus.cli.Run;
import dev.periplus.report.Destination;
import dev.periplus.report.HostileTextTest;
import dev.periplus.report.Json;
import dev.periplus.report.peer.OpenSearchReport;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opensearch.common.settings.Settings;
import org.opensearch.node.InternalSettingsPreparer;
import org.opensearch.node.Node;
import org.opensearch.plugins.Plugin;
import org.opensearch.transport.Netty4Plugin;

/** Records reach a real OpenSearch server. */
class OpenSearchTest {
    @TempDir
    static Path folder;

    private static Node node;
    private static String url;

    /** A server in this process, with HTTP. */
    private static final class Server extends Node {
        Server(Settings settings, List<Class<? extends Plugin>> plugins) {
            super(InternalSettingsPreparer.prepareEnvironment(settings, Map.of(), null, () -> "test"), plugins, false);
        }
    }

    @BeforeAll
    static void start() throws Exception {
        Settings settings = Settings.builder()
                .put("path.home", folder.toString())
                .put("path.data", folder.resolve("data").toString())
                .put("cluster.name", "test")
                .put("node.name", "test")
                .put("discovery.type", "single-node")
                .put("http.port", "0")
                .put("transport.port", "0")
                .put("network.host", "127.0.0.1")
                .put("transport.type", "netty4")
                .put("http.type", "netty4")
                .put("cluster.routing.allocation.disk.threshold_enabled", false)
                .build();
        node = new Server(settings, List.of(Netty4Plugin.class));
        node.start();
        int port = node.injector()
                .getInstance(org.opensearch.http.HttpServerTransport.class)
                .boundAddress()
                .publishAddress()
                .getPort();
        url = "http://127.0.0.1:" + port;
    }

    @AfterAll
    static void stop() throws IOException {
        node.close();
    }

    private static Map<?, ?> get(String method, String path, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + path))
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        return Json.object(HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString(UTF_8))
                .body());
    }

    private static long count(String stream, String query) throws IOException, InterruptedException {
        get("POST", "/" + stream + "/_refresh", "");
        Map<?, ?> answer =
                get("POST", "/" + stream + "/_count", "{\"query\":{\"query_string\":{\"query\":\"" + query + "\"}}}");
        return Long.parseLong(String.valueOf(answer.get("count")));
    }

    @Test
    void flowsAreInTheDataStreamOnceHoweverOftenTheyAreSent() throws Exception {
        String[] command = {
            "replay", "captures/framehawk-xenapp.pcapng", "-o", "opensearch=" + url + "/periplus-flows", "-o", "json"
        };
        Run run = Run.of(command);
        int flows = run.records().size();
        assertEquals(64, flows, run.err());
        assertEquals(64L, ((Number) run.counters().get("records-sent.opensearch")).longValue());
        assertEquals(64, count("periplus-flows", "*"));
        assertEquals(32, count("periplus-flows", "periplus.label.name:framehawk"));
        assertEquals(64, count("periplus-flows", "destination.ip:\\\"10.9.0.0/16\\\""));
        Map<?, ?> stream = get("GET", "/_data_stream/periplus-flows", "");
        assertTrue(stream.toString().contains("template=periplus-periplus-flows"), stream.toString());
        Run again = Run.of(command);
        assertEquals(64L, ((Number) again.counters().get("records-known.opensearch")).longValue());
        assertEquals(64, count("periplus-flows", "*"));
    }

    @Test
    void hostileTextIsDataAndAddsNoFields() throws Exception {
        FlowSink sink = OpenSearchReport.open(new Destination(
                "opensearch",
                url + "/hostile",
                false,
                null,
                null,
                new Destination.Origin("here", "1", "ab"),
                getClass().getClassLoader(),
                sentence -> {}));
        List<FlowRecord> records =
                HostileTextTest.TEXTS.stream().map(HostileTextTest::saying).toList();
        records.forEach(sink::goesOn);
        sink.settle();
        assertEquals(
                records.size(),
                sink.counters().get(Counter.RECORDS_SENT) + sink.counters().get(Counter.RECORDS_KNOWN));
        Map<?, ?> mapping = get("GET", "/hostile/_mapping", "");
        assertTrue(!mapping.toString().contains("sni"), mapping.toString());
    }
}
